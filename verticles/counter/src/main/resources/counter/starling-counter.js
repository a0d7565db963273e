/**
 * How many are online, from Starling's counter to a browser, as it changes; comes back by itself after a loss.
 *
 *     import { StarlingCounter } from "./starling-counter.js";
 *     const counter = new StarlingCounter();
 *     counter.on("count", ({ count }) => console.log(count));
 *     counter.connect();
 *
 * | event | detail          | when                               |
 * | ----- | --------------- | ---------------------------------- |
 * | state | state, previous | one of the {@link State}s was entered |
 * | count | count           | so many are online, this one too   |
 *
 * @typedef {"closed" | "connecting" | "live" | "waiting"} State
 *   `live`: the last number is the current one. `waiting`: will try again by itself.
 *
 * @typedef {object} Options times are in milliseconds
 * @property {string | URL} [url] the WebSocket; by default the `counter` next to this module, or above it when the module
 *   lies in a folder `counter/`
 * @property {string | (() => string | Promise<string>)} [token] a bearer token, where the server asks for one, or what
 *   gets one each time it is needed; by default the `access_token` of the page's fragment
 * @property {number} [connectTimeout] for the first number (10,000)
 * @property {number} [firstPause] bound of the first, random pause before connecting again; it doubles (250)
 * @property {number} [longestPause] where the doubling ends (5,000)
 */

const DEFAULTS = { connectTimeout: 10_000, firstPause: 250, longestPause: 5_000 };
const LONGEST_SPREAD = 60_000;

export class StarlingCounter {
  #events = new EventTarget();
  #options;
  #url;

  /** @type {State} */
  #state = "closed";
  #socket = null;
  #attempt = null;
  #timer = null;
  #attempts = 0;
  #listening = null;

  /** @param {Options} [options] */
  constructor(options = {}) {
    this.#options = { ...DEFAULTS, token: tokenOfThePage(), ...options };
    this.#url = addressOf(options.url);
  }

  /** @returns {State} */
  get state() { return this.#state; }

  /**
   * Listens to an event (see the table above).
   *
   * @param {string} event
   * @param {(detail: any) => void} listener
   * @returns {() => void} stops listening
   */
  on(event, listener) {
    const handler = ({ detail }) => listener(detail);
    this.#events.addEventListener(event, handler);
    return () => this.#events.removeEventListener(event, handler);
  }

  /** Connects and stays connected; does nothing where it does already. */
  connect() {
    if (this.#listening) return;
    this.#listening = new AbortController();
    // Back on a network, most likely another one: a connection over the old one is dead and does not know it yet.
    globalThis.addEventListener?.("online", () => this.#open(), { signal: this.#listening.signal });
    this.#open();
  }

  /** Is counted no more. */
  disconnect() {
    this.#listening?.abort();
    this.#listening = null;
    this.#detach();
    this.#attempts = 0;
    this.#enter("closed");
  }

  #open() {
    this.#detach();
    this.#enter("connecting");
    this.#timer = setTimeout(() => this.#retry(), this.#options.connectTimeout);
    const attempt = (this.#attempt = {});
    this.#address().then(
      (url) => attempt === this.#attempt && this.#openAt(url),
      () => attempt === this.#attempt && this.#retry(),
    );
  }

  #openAt(url) {
    const socket = (this.#socket = new WebSocket(url));
    socket.onmessage = ({ data }) => socket === this.#socket && this.#counted(Number(data));
    socket.onclose = ({ reason }) => socket === this.#socket && this.#retry(reason);
  }

  /** A browser cannot send a header along: the token is in the query. */
  async #address() {
    const { token } = this.#options;
    const current = typeof token === "function" ? await token() : token;
    return current ? `${this.#url}?access_token=${encodeURIComponent(current)}` : this.#url;
  }

  #counted(count) {
    clearTimeout(this.#timer);
    this.#attempts = 0;
    if (this.#state !== "live") this.#enter("live");
    this.#emit("count", { count });
  }

  /** Full jitter: when an instance goes, its clients should not all come back at once; it may say how widely to spread. */
  #retry(reason) {
    this.#detach();
    const bound = Math.min(this.#options.longestPause, this.#options.firstPause * 2 ** this.#attempts++);
    this.#enter("waiting");
    this.#timer = setTimeout(() => this.#open(), Math.random() * Math.max(bound, spreadOf(reason)));
  }

  /** Lets go of the connection; what it still says is not heard. */
  #detach() {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = this.#attempt = null;
    socket?.close();
  }

  #enter(state) {
    const previous = this.#state;
    this.#state = state;
    this.#emit("state", { state, previous });
  }

  #emit(type, detail) {
    this.#events.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** Works for `/starling-counter.js` and `/counter/starling-counter.js` alike: both have their WebSocket at `/counter`. */
function addressOf(url) {
  const folder = new URL(".", import.meta.url);
  const result = new URL(url ?? (folder.pathname.endsWith("/counter/") ? "../counter" : "counter"), folder);
  result.protocol = /^(https|wss):$/.test(result.protocol) ? "wss:" : "ws:";
  return result.href;
}

/** Milliseconds: an instance that goes away closes with the reason `retry within N ms`. */
function spreadOf(reason) {
  const [, spread = 0] = /^retry within (\d{1,9}) ms$/.exec(reason) ?? [];
  return Math.min(LONGEST_SPREAD, Number(spread));
}

function tokenOfThePage() {
  return new URLSearchParams(globalThis.location?.hash.slice(1)).get("access_token");
}
