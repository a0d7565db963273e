import { $ } from "./elements.js";
import { Healing } from "./healing.js";
import { moduleAt } from "./requests.js";

/** Shows how many people are here, with the module of the service that counts them. */
export function showOnline() {
  const load = moduleAt("../counter/starling-counter.js");
  new Healing(
    async () => {
      const { StarlingCounter } = await load();
      const counter = new StarlingCounter();
      counter.on("count", ({ count }) => show(count));
      // An old number would be a wrong one.
      counter.on("state", ({ state }) => state !== "live" && show(null));
      counter.connect();
      return true;
    },
    () => show(null),
    { once: true },
  ).start();
}

function show(count) {
  const isKnown = count !== null;
  $("online").dataset.state = isKnown ? "live" : "waiting";
  $("online").title = isKnown ? "how many people have this shop open" : "not known right now; it comes back by itself";
  $("online-count").textContent = isKnown ? count.toLocaleString() : "\u2013";
}
