-- POST /products
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"product_name":"Synergistic copper lamp","brand_id":1}'
