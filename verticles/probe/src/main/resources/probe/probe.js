// Runs an order and shows how far it is: reads the server-sent events itself, since EventSource hides why an order was
// refused and would start the run again when the connection is lost.

const byId = (id) => document.getElementById(id);
const form = byId("order");
const progress = byId("progress");
const MILLIS = 1000;

let run = null;

/** Shows what the forms were sent with, when the page is an answer to it; else waits for a URL. */
function refill() {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = byId(name);
    if (field?.form) {
      field.value = value;
      field.closest("details")?.setAttribute("open", "");
    }
  }
  if (!byId("report").firstElementChild) {
    byId("url").focus();
  }
}

/** Yields the events of a response as {event, data}. */
async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const blocks = (text + part.value).split("\n\n");
    text = blocks.pop();
    for (const block of blocks) {
      const lines = block.split("\n");
      const take = (field) =>
        lines.filter((line) => line.startsWith(`${field}: `)).map((line) => line.slice(field.length + 2)).join("\n");
      yield { event: take("event"), data: take("data") };
    }
  }
}

async function start(order) {
  const connection = new AbortController();
  run = { connection, name: null, requests: 0, reported: false };
  show({ running: true });
  try {
    const response = await fetch(`events?${order}`, { signal: connection.signal, headers: { Accept: "text/event-stream" } });
    if (!response.ok) {
      throw new Error((await response.json().catch(() => ({}))).detail ?? `the server answered ${response.status}`);
    }
    for await (const { event, data } of events(response)) {
      handlers[event]?.(data);
    }
    if (!run.reported) {
      throw new Error("the connection was lost before the report came");
    }
  } catch (failure) {
    byId("problem").textContent = connection.signal.aborted ? "cancelled" : sentence(failure.message);
  } finally {
    run = null;
    show({ running: false });
  }
}

const handlers = {
  run(data) {
    Object.assign(run, JSON.parse(data));
    progress.max = run.requests;
  },
  progress(data) {
    const { done, failed, elapsed_ms } = JSON.parse(data);
    progress.value = done;
    byId("state").textContent =
      `${done.toLocaleString("en")} of ${run.requests.toLocaleString("en")} done, ${failed.toLocaleString("en")} failed, `
      + `${(elapsed_ms / MILLIS).toFixed(1)} s`;
  },
  report(html) {
    run.reported = true;
    // The server's own markup; what came from outside is escaped in it.
    byId("report").innerHTML = html;
    byId("report").focus({ preventScroll: true });
  },
};

/** Asks for the report so far; where that fails, closing the connection ends the run too. */
async function cancel() {
  const { connection, name } = run;
  const asked = name && await fetch(`cancel?run=${name}`, { method: "POST" }).catch(() => null);
  if (!asked?.ok) {
    connection.abort();
  }
}

function show({ running }) {
  byId("start").disabled = running;
  byId("cancel").disabled = !running;
  if (running) {
    byId("problem").textContent = "";
    byId("report").replaceChildren();
    byId("state").textContent = "starting";
    progress.value = 0;
    byId("live").hidden = false;
  } else if (byId("problem").textContent) {
    byId("live").hidden = true;
  }
}

const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!run) {
    start(new URLSearchParams(new FormData(form)));
  }
});
byId("cancel").addEventListener("click", () => run && cancel());
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && run) {
    cancel();
  }
});
refill();
