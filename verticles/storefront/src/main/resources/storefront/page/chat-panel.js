import { ChatLog } from "./chat-log.js";
import { $ } from "./elements.js";
import { Healing } from "./healing.js";
import { Place } from "./place.js";
import { moduleAt } from "./requests.js";

const EARLIER = 50;
const MISSED = 300;
const MISSING = "The chat cannot be reached right now. It comes back here by itself.";

const STATES = {
  closed: "not joined",
  connecting: "connecting",
  waiting: "reconnecting",
  idle: "away",
  replaced: "open elsewhere",
  refused: "not joined",
};
const REASONS_TO_ASK = {
  idle: "You were quiet for a while.",
  replaced: "The chat goes on in another tab.",
};

/** Shows the chat beside the shop, with the module of the service; on phones above it, when asked for. */
export function showChat() {
  const load = moduleAt("../chat/starling-chat.js");
  const healing = new Healing(
    async () => {
      const { StarlingChat } = await load();
      place.live();
      converse(new StarlingChat({ remember: true }));
      return true;
    },
    () => place.missing(MISSING),
    { once: true },
  );
  const place = new Place($("chat"), () => healing.now());
  openAndClose();
  healing.start();
}

function converse(chat) {
  const log = new ChatLog($("chat-log"), $("chat-messages"));
  /** The first welcome since joining, until what was said before it is shown. */
  let earliest = null;
  let isFirstWelcome = true;
  /** The gap of a transcript that began anew, until what it had from its start is shown. */
  let missed = null;

  function showState(state = chat.state) {
    $("chat").dataset.connection = state;
    $("chat-state").textContent = state === "live" ? `live as ${chat.username}` : STATES[state];
    showHere();
    $("chat-again").hidden = !(state in REASONS_TO_ASK);
    $("chat-again").firstElementChild.textContent = REASONS_TO_ASK[state] ?? "";
  }

  function showHere() {
    $("chat-here").textContent = chat.state === "live" ? `${chat.online} here` : "";
  }

  function enter(inside) {
    const isChange = $("chat-room").hidden === inside;
    $("chat-room").hidden = $("chat-leave").hidden = !inside;
    $("chat-entrance").hidden = inside;
    return isChange;
  }

  async function showEarlier() {
    const wanted = earliest;
    if (!wanted) return;
    try {
      const events = await chat.history({ epoch: wanted.epoch, upTo: wanted.seq, limit: EARLIER });
      if (wanted !== earliest) return;
      earliest = null;
      const messages = events.filter(({ type }) => type === "message");
      log.earlier(messages.map((message) => ({ ...message, own: message.username === chat.username })));
    } catch {
      // Asked for again after the next welcome; what is said now matters more.
    }
  }

  async function showMissed() {
    const wanted = missed;
    if (!wanted) return;
    try {
      const events = await chat.missed(wanted, (message) => log.shows(message), MISSED);
      if (wanted !== missed) return;
      missed = null;
      log.missed(wanted.note, events.filter(({ type }) => type === "message"));
    } catch {
      // Asked for again after the next welcome.
    }
  }

  chat.on("state", ({ state, previous }) => {
    showState(previous === "waiting" && state === "connecting" ? "waiting" : state);
  });
  chat.on("users", showHere);
  chat.on("welcome", (welcome) => {
    if (isFirstWelcome || !welcome.resumed) {
      log.clear();
      earliest = welcome;
      missed = null;
    }
    isFirstWelcome = false;
    $("chat-refusal").textContent = "";
    // Only somebody who has just asked to come in is taken there; not a reader whose page connects by itself.
    if (enter(true)) $("chat-text").focus();
    showEarlier();
    showMissed();
  });
  chat.on("refused", ({ message }) => {
    $("chat-refusal").textContent = message;
    if (enter(false)) $("chat-name").focus();
  });
  chat.on("message", (message) => log.message(message));
  chat.on("gap", ({ epoch, seq, from, to }) => {
    log.lost(to);
    const isNewEpoch = from === undefined;
    const note = log.note(isNewEpoch ? "something may be missing here" : `${to - from + 1} missing here`);
    // What came before the first welcome is asked for already.
    if (!isNewEpoch || earliest?.epoch === epoch) return;
    missed = { epoch, seq, note };
    showMissed();
  });
  chat.on("pending", (message) => log.pending(message, chat.username));
  chat.on("acknowledged", (message) => log.acknowledged(message));
  chat.on("rejected", (message) => log.rejected(message));

  $("chat-entrance").onsubmit = (event) => {
    event.preventDefault();
    $("chat-refusal").textContent = "";
    chat.connect($("chat-name").value.trim());
  };
  $("chat-form").onsubmit = (event) => {
    event.preventDefault();
    const text = $("chat-text").value;
    if (text.trim() === "") return;
    $("chat-text").value = "";
    chat.send(text);
  };
  $("chat-again").querySelector("button").onclick = () => {
    chat.connect();
    $("chat-text").focus();
  };
  $("chat-leave").onclick = () => {
    chat.disconnect();
    enter(false);
    $("chat-name").focus();
  };

  showState();
  if (!chat.username) return;
  $("chat-name").value = chat.username;
  enter(true);
  chat.pending.forEach((message) => log.pending(message, chat.username));
  chat.connect();
}

/** On a wide screen it is always open, and these buttons are not there. */
function openAndClose() {
  function open(isOpen) {
    $("chat").toggleAttribute("data-open", isOpen);
    $("chat-open").setAttribute("aria-expanded", isOpen);
    if (isOpen) $("chat-title").focus();
    else $("chat-open").focus();
  }
  $("chat-open").onclick = () => open(!$("chat").hasAttribute("data-open"));
  $("chat-close").onclick = () => open(false);
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && $("chat").hasAttribute("data-open")) open(false);
  });
}
