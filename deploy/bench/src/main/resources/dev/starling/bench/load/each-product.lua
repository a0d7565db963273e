-- GET /products/1 to /products/1000, one after another.
local requests = {}
local at = 0

function init(arguments)
  for id = 1, 1000 do
    requests[id] = wrk.format("GET", "/products/" .. id)
  end
end

function request()
  at = at % 1000 + 1
  return requests[at]
end
