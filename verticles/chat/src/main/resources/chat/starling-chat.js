/**
 * Talks to Starling's chat from a browser: every event once and in order, also across lost connections.
 *
 *     import { StarlingChat } from "./starling-chat.js";
 *     const chat = new StarlingChat();
 *     chat.on("message", ({ username, text }) => console.log(username, text));
 *     chat.connect("ada");
 *     chat.send("hello");
 *
 * | event        | detail                                | when                                              |
 * | ------------ | ------------------------------------- | ------------------------------------------------- |
 * | state        | state, previous, code?, retryIn? (ms) | one of the {@link State}s was entered             |
 * | welcome      | session, epoch, seq, online, resumed  | connected; what came after `seq` follows          |
 * | joined, left | seq, chain, username, online          | somebody came, somebody went                      |
 * | message      | seq, chain, username, text, at, own   | somebody wrote; `own` when it was this user       |
 * | gap          | epoch, seq, from?, to?                | events are lost; `from` to `to` where it is known, else this is another transcript: see `missed` |
 * | pending      | id, text, code?, message?             | a message waits to be sent, or once more (`code`) |
 * | acknowledged | id, text, seq                         | it is in the transcript, at `seq`                 |
 * | rejected     | id, text, code, message               | it never will be, and why; with code `unknown` it may be there: nobody can tell |
 * | users        | online                                | who is online changed: see `chat.users`           |
 * | refused      | code, message                         | the server does not want this user: pick another  |
 * | refreshed    | expires?                              | the server took a new token                       |
 * | expiring     | message                               | it refused one: the connection ends with the old  |
 *
 * @typedef {"closed" | "connecting" | "live" | "waiting" | "idle" | "replaced" | "refused"} State
 *   `waiting`: will try again by itself. `idle`: the server closed for want of a word from us, and the next `send` or
 *   `connect` goes on. `replaced`: another connection goes on with this session. `refused`: see the event.
 *
 * @typedef {object} Options times are in milliseconds
 * @property {string | URL} [url] the WebSocket; by default the `chat` next to this module, or above it when the module
 *   lies in a folder `chat/`
 * @property {string | URL} [usersUrl] who is online, by default `users` below `url`
 * @property {string | URL} [messagesUrl] the transcript, by default `messages` below `url`
 * @property {string | (() => string | Promise<string>)} [token] a bearer token, where the server asks for one, or what
 *   gets one each time it is needed, also to refresh one that is about to expire; by default the `access_token` of the
 *   page's fragment
 * @property {boolean} [remember] keep session, position and unsent messages across a reload of the page, in
 *   sessionStorage (default false)
 * @property {number} [connectTimeout] for a welcome, and for the list of users (10,000)
 * @property {number} [ackTimeout] without an acknowledgement a connection counts as dead (10,000)
 * @property {number} [unknownLimit] times that a message is sent again after the error `unknown` (5)
 * @property {number} [firstPause] bound of the first, random pause before connecting again; it doubles (250)
 * @property {number} [longestPause] where the doubling ends (5,000)
 * @property {number} [stableAfter] a connection of this age lets the pauses begin anew (5,000)
 * @property {number} [nameTimeout] how long a name that is taken is asked for again when an attempt of ours may have it,
 *   since its welcome was lost; longer than the server's `idle-timeout` + `departure-grace`, after which it is free (75,000)
 * @property {number} [quietLimit] silence after which a tab coming into view connects anew (30,000)
 * @property {number} [pendingLimit] most messages waiting to be acknowledged; more are rejected (100)
 */

const DEFAULTS = {
  remember: false,
  connectTimeout: 10_000,
  ackTimeout: 10_000,
  unknownLimit: 5,
  firstPause: 250,
  longestPause: 5_000,
  stableAfter: 5_000,
  nameTimeout: 75_000,
  quietLimit: 30_000,
  pendingLimit: 100,
};

const CLOSE = { NORMAL: 1000, TOO_BIG: 1009, IDLE: 4000, REFUSED: 4002, REPLACED: 4003 };
const LARGEST_FRAME = 65_536;
const LONGEST_SPREAD = 60_000;
const REFUSALS = ["expected_connect", "unauthorized", "username_taken", "username_invalid"];
const POSTPONEMENTS = ["rate_limited", "not_accepted", "unknown"];
/** Milliseconds: after a welcome what was missed, or a gap, has begun to come by then. */
const CATCHING_UP = 1_000;
/** Share of a token's remaining time after which a function is asked for another one. */
const REFRESH_AFTER = 0.8;
const LONGEST_TIMER = 2 ** 31 - 1;
const MAY_BE_THERE = "it may have been delivered";

export class StarlingChat {
  #events = new EventTarget();
  #options;
  #roster;
  #memory;

  /** @type {State} */
  #state = "closed";
  #username = null;
  #session = null;
  #epoch = null;
  #seq = 0;
  /** Hash over the transcript up to the last event; null where it is not known. */
  #chain = null;
  /** The gap that the welcome has told, as long as the server has not told it, too. */
  #told = null;

  /** Messages by id, oldest first. One is in flight at a time, so that a retry does not overtake what came after it. */
  #pending = new Map();
  #inFlight = null;
  /** The message that was sent, over this connection or an earlier one, and is neither acknowledged nor surely refused. */
  #unanswered = null;
  /** Whether its answer is still to come over this connection. */
  #awaiting = false;
  /** Whether it waits for the first event or gap after a welcome: after a gap it must not be sent again. */
  #holding = false;
  #unknowns = 0;
  #idPrefix = randomPrefix();
  #ids = 0;

  /** The token of the last connect. */
  #token = undefined;

  #socket = null;
  /** The live socket before; closed after the next welcome, for closing it earlier would say that the user has left. */
  #retired = null;
  /** Whether this attempt has asked for our place and has no answer yet. */
  #asked = false;
  /** Until then the server may serve an attempt that was given up without an answer: replace us by it, or keep our name for it. */
  #hauntedUntil = 0;
  #heardAt = 0;
  #attempts = 0;
  #retries = 0;
  #timers = {};
  #listening = null;

  /** @param {Options} [options] */
  constructor(options = {}) {
    this.#options = { ...DEFAULTS, token: tokenOfThePage(), ...options, ...addresses(options) };
    this.#roster = new Roster(this.#options, (change) => this.#emit("users", change));
    this.#memory = this.#options.remember ? new Memory(this.#options.url) : null;
    this.#recall();
  }

  /** @returns {State} */
  get state() { return this.#state; }

  /** The name connected with last, also before a reload when `remember` is set; null if there is none. */
  get username() { return this.#username; }

  /** Whom a token that was given as text is about; the server wants no other name then. Null if that is not known. */
  get nameInToken() { return subjectOf(this.#options.token); }

  /** The names of who is online, sorted. */
  get users() { return this.#roster.users; }

  get online() { return this.#roster.online; }

  /** Messages not acknowledged yet, oldest first: `[{id, text}]`. */
  get pending() { return [...this.#pending.values()]; }

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

  /** Connects, or goes on at once where a session waits, is idle or was replaced. Another name is another session. */
  connect(username = this.#username) {
    if (!username) throw new TypeError("a username is needed");
    const name = username.normalize("NFC");
    if (name !== this.#username) {
      this.#end();
      this.#username = name;
    } else if (this.#state === "live" || this.#state === "connecting") {
      return;
    }
    this.#attempts = 0;
    this.#listen();
    this.#open();
  }

  /**
   * Sends a message now or as soon as possible; `acknowledged` or `rejected` tells how it ended.
   *
   * @param {string} text
   * @returns {string} its id
   */
  send(text) {
    const message = { id: `${this.#idPrefix}-${++this.#ids}`, text };
    this.#pending.set(message.id, message);
    this.#emit("pending", message);
    if (this.#pending.size > this.#options.pendingLimit) {
      this.#reject(message.id, "too_many_pending", "too many messages are waiting to be sent");
    } else if (new TextEncoder().encode(frameOf(message)).length > LARGEST_FRAME) {
      this.#reject(message.id, "message_too_long", "the message is too long");
    } else {
      this.#save();
      if (this.#state === "idle") this.connect();
      this.#flush();
    }
    return message.id;
  }

  /**
   * Shows the server a new token for the same user, so that the connection outlives the one before. Where the option
   * `token` is a function this happens by itself.
   *
   * @param {string} [token] used from now on; without it the option's
   */
  async refresh(token) {
    if (token !== undefined) this.#options.token = token;
    const socket = this.#socket;
    const fresh = await currentToken(this.#options);
    if (this.#state !== "live" || socket !== this.#socket || fresh === undefined) return;
    socket.send(JSON.stringify({ type: "refresh", token: fresh }));
    this.#refreshLater(fresh);
  }

  /** Leaves: ends the session and rejects (`disconnected`) what has not been acknowledged. */
  disconnect() {
    this.#end();
    this.#enter("closed");
    for (const id of [...this.#pending.keys()]) {
      const fate = id === this.#unanswered ? MAY_BE_THERE : "you have left before it was sent";
      this.#reject(id, "disconnected", fate);
    }
  }

  /**
   * Up to `limit` events that came before, oldest first, the one at `upTo` included.
   *
   * @param {{epoch?: string, upTo?: number, limit?: number}} [range] by default up to the last event seen
   * @returns {Promise<object[]>} empty when the server's transcript is of another epoch
   */
  async history({ epoch = this.#epoch, upTo = this.#seq, limit = 100 } = {}) {
    const url = new URL(this.#options.messagesUrl);
    url.searchParams.set("after", Math.max(0, upTo - limit));
    url.searchParams.set("limit", limit);
    const transcript = await fetchJson(url, this.#options, AbortSignal.timeout(this.#options.connectTimeout));
    return transcript.epoch === epoch ? transcript.events.filter(({ seq }) => seq <= upTo) : [];
  }

  /**
   * What a transcript that began anew has had from its start, oldest first, before this client was connected to it. After
   * two halves of a cluster have met it begins with what was there before: the last message that is shown ends that.
   *
   * @param {{epoch: string, seq: number}} gap as the event told
   * @param {(message: object) => boolean} isShown whether a message with this `username`, `at` and `text` is shown
   * @param {number} [limit] the latest of them, up to 1,000
   * @returns {Promise<object[]>} empty when the transcript has begun anew once more
   */
  async missed({ epoch, seq }, isShown, limit = 1_000) {
    const events = await this.history({ epoch, upTo: seq, limit });
    const shown = events.findLastIndex((event) => event.type === "message" && isShown(event));
    return events.slice(shown + 1).map((event) => ({ ...event, own: event.username === this.#username }));
  }

  // Connecting, and doing so again

  #open() {
    this.#detach();
    this.#enter("connecting");
    const socket = new WebSocket(this.#options.url);
    const resume = this.#session === null ? null : { session: this.#session, epoch: this.#epoch, seq: this.#seq, chain: this.#chain ?? undefined };
    const ifCurrent = (handle) => (event) => socket === this.#socket && handle(event);
    this.#socket = socket;
    this.#after("welcome", this.#options.connectTimeout, () => this.#retry());
    socket.onopen = ifCurrent(() => {
      currentToken(this.#options).then(
        ifCurrent((token) => {
          this.#asked = true;
          this.#token = token;
          socket.send(JSON.stringify({ type: "connect", username: this.#username, token, resume: resume ?? undefined }));
        }),
        ifCurrent(() => this.#retry()),
      );
    });
    socket.onmessage = ifCurrent(({ data }) => this.#receive(JSON.parse(data), resume));
    socket.onclose = ifCurrent((event) => this.#closed(event));
  }

  /** Lets go of the connection; what it still says is not heard. */
  #detach() {
    const socket = this.#socket;
    this.#socket = null;
    if (this.#state === "live") {
      this.#retired = socket;
    } else if (socket) {
      if (this.#asked) this.#hauntedUntil = performance.now() + this.#options.nameTimeout;
      socket.close();
    }
    this.#asked = false;
    this.#inFlight = null;
    this.#awaiting = this.#holding = false;
    for (const name in this.#timers) clearTimeout(this.#timers[name]);
  }

  #closed({ code, reason }) {
    if (code === CLOSE.TOO_BIG && this.#inFlight) {
      // Sending it again would close every connection to come.
      this.#reject(this.#inFlight, "message_too_long", "the message is too long");
    }
    switch (code) {
      case CLOSE.IDLE: return this.#rest("idle", code);
      case CLOSE.REFUSED: return this.#refuse("refused", reason || "the server refused the connection");
      case CLOSE.REPLACED: return this.#replaced(code);
      default: return this.#retry(code, reason);
    }
  }

  #replaced(code) {
    if (this.#isHaunted) {
      this.#hauntedUntil = 0;
      return this.#retry(code);
    }
    this.#rest("replaced", code);
    // Another tab has the session now; were it remembered here too, a reload would take it back.
    this.#memory?.forget();
  }

  /** Full jitter: when an instance goes, its clients should not all come back at once; it may say how widely to spread. */
  #retry(code, reason) {
    this.#detach();
    const pause = Math.random() * Math.max(this.#growing(this.#attempts++), spreadOf(reason));
    this.#enter("waiting", { code, retryIn: pause });
    this.#after("retry", pause, () => this.#open());
  }

  #rest(state, code) {
    this.#detach();
    this.#enter(state, { code });
  }

  get #isHaunted() { return performance.now() < this.#hauntedUntil; }

  /** A name that an attempt of ours may have is asked for again: the server lets go of it once it sees the attempt's end. */
  #denied({ code, message }) {
    if (code === "username_taken" && this.#isHaunted) this.#retry();
    else this.#refuse(code, message);
  }

  #refuse(code, message) {
    this.#end();
    this.#enter("refused");
    this.#emit("refused", { code, message });
  }

  #end() {
    this.#detach();
    this.#retired?.close(CLOSE.NORMAL);
    this.#retired = null;
    this.#session = this.#epoch = this.#chain = null;
    this.#seq = 0;
    this.#hauntedUntil = 0;
    this.#memory?.forget();
    this.#roster.stop();
    this.#listening?.abort();
    this.#listening = null;
  }

  #listen() {
    if (this.#listening) return;
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    // Back on a network, most likely another one: a connection over the old one is dead and does not know it yet.
    globalThis.addEventListener?.("online", () => this.#hurry(true), { signal });
    // A close frame: the user leaves at once, and not only when a lost connection's time to come back is over.
    globalThis.addEventListener?.("pagehide", () => {
      this.#socket?.close(CLOSE.NORMAL);
      this.#retired?.close(CLOSE.NORMAL);
    }, { signal });
    globalThis.document?.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.#hurry(Date.now() - this.#heardAt > this.#options.quietLimit);
    }, { signal });
  }

  #hurry(connectionIsDoubtful) {
    if (this.#state === "waiting" || (this.#socket && connectionIsDoubtful)) this.#open();
  }

  // What the server says

  #receive(frame, resume) {
    this.#heardAt = Date.now();
    if (this.#state === "connecting") {
      if (frame.type === "welcome") this.#welcomed(frame, resume);
      else if (frame.type === "error") {
        this.#asked = false;
        // What is not accepted for the moment is closed with 1013.
        if (frame.code !== "not_accepted") this.#denied(frame);
      }
      return;
    }
    switch (frame.type) {
      case "joined":
      case "left":
      case "message": return this.#happened(frame);
      case "gap": return this.#gap(frame);
      case "ack": return this.#acknowledged(frame);
      case "refreshed": return this.#emit("refreshed", { expires: frame.expires });
      case "error": return this.#failed(frame);
      // Other types are of a later version of the protocol.
    }
  }

  #welcomed({ session, epoch, seq, chain = null, online }, resume) {
    clearTimeout(this.#timers.welcome);
    this.#asked = false;
    this.#retired?.close();
    this.#retired = null;
    this.#after("stable", this.#options.stableAfter, () => (this.#attempts = 0));
    this.#session = session;
    if (!resume) [this.#epoch, this.#seq, this.#chain] = [epoch, seq, chain];
    this.#told = null;
    this.#holding = this.#unanswered !== null;
    if (this.#holding) this.#after("holding", CATCHING_UP, () => this.#goOn());
    this.#enter("live");
    this.#emit("welcome", { session, epoch, seq, online, resumed: resume !== null });
    if (epoch !== this.#epoch) {
      this.#startAgain(epoch, seq, chain);
      this.#told = { epoch, seq };
    } else {
      this.#skip(this.#seq + 1, seq);
    }
    this.#save();
    this.#roster.online = online;
    this.#roster.refresh();
    this.#refreshLater(this.#token);
    this.#flush();
  }

  #refreshLater(token) {
    const left = expiryOf(token) - Date.now();
    if (typeof this.#options.token !== "function" || !(left > 0)) return;
    // A function that fails is asked again: what is left then is less.
    this.#after("refresh", Math.min(LONGEST_TIMER, left * REFRESH_AFTER), () => {
      this.refresh().catch(() => this.#refreshLater(token));
    });
  }

  #happened(event) {
    if (event.seq <= this.#seq) return;
    [this.#seq, this.#chain] = [event.seq, event.chain ?? null];
    this.#save();
    if (event.type === "message") event.own = event.username === this.#username;
    else this.#roster.changed(event);
    this.#emit(event.type, event);
    this.#goOn();
  }

  #gap({ epoch, seq, from, to }) {
    const told = this.#told;
    this.#told = null;
    if (epoch === undefined) this.#skip(from, to);
    else if (told?.epoch !== epoch || told.seq !== seq) this.#startAgain(epoch, seq);
    this.#save();
    this.#roster.refresh();
    this.#goOn();
  }

  #skip(from, to) {
    if (!(to > this.#seq)) return;
    [this.#seq, this.#chain] = [to, null];
    this.#emit("gap", { epoch: this.#epoch, seq: to, from, to });
    this.#doubt();
  }

  /** From here on numbers may be lower than those seen. */
  #startAgain(epoch, seq, chain = null) {
    [this.#epoch, this.#seq, this.#chain] = [epoch, seq, chain];
    this.#emit("gap", { epoch, seq });
    this.#doubt();
  }

  /** A message whose answer will not come may be among what is missing: sent again it could be there twice. */
  #doubt() {
    if (this.#unanswered && !this.#awaiting) this.#reject(this.#unanswered, "unknown", MAY_BE_THERE);
  }

  #goOn() {
    if (!this.#holding) return;
    this.#holding = false;
    clearTimeout(this.#timers.holding);
    this.#flush();
  }

  #acknowledged({ id, seq }) {
    const message = this.#pending.get(id);
    if (!message) return;
    this.#settle(id);
    this.#retries = 0;
    this.#emit("acknowledged", { ...message, seq });
    this.#flush();
  }

  #failed({ code, message, id = this.#inFlight }) {
    // Also later: after the cluster was cut in two, somebody in the other half may have the name.
    if (REFUSALS.includes(code)) return this.#denied({ code, message });
    if (code === "token_invalid") return this.#emit("expiring", { message });
    if (!this.#pending.has(id)) return;
    if (id === this.#unanswered) {
      this.#awaiting = false;
      if (code !== "unknown") this.#unanswered = null;
    }
    const isEnough = code === "unknown" && ++this.#unknowns > this.#options.unknownLimit;
    if (POSTPONEMENTS.includes(code) && !isEnough) this.#postpone(id, code, message);
    else this.#reject(id, code, isEnough ? MAY_BE_THERE : message);
  }

  // What we say

  #flush() {
    if (this.#state !== "live" || this.#inFlight || this.#holding || this.#pending.size === 0) return;
    const [message] = this.#pending.values();
    this.#inFlight = this.#unanswered = message.id;
    this.#awaiting = true;
    this.#save();
    this.#socket.send(frameOf(message));
    this.#after("answer", this.#options.ackTimeout, () => this.#open());
  }

  /** It stays in flight for the pause, so that nothing overtakes it. */
  #postpone(id, code, message) {
    this.#after("answer", this.#growing(++this.#retries) * (0.5 + Math.random() / 2), () => {
      this.#inFlight = null;
      this.#flush();
    });
    this.#emit("pending", { ...this.#pending.get(id), code, message });
  }

  #reject(id, code, message) {
    const rejected = this.#pending.get(id);
    this.#settle(id);
    this.#emit("rejected", { ...rejected, code, message });
    this.#flush();
  }

  #settle(id) {
    this.#pending.delete(id);
    if (id === this.#unanswered) {
      this.#unanswered = null;
      this.#awaiting = false;
      this.#unknowns = 0;
    }
    this.#save();
    if (id !== this.#inFlight) return;
    this.#inFlight = null;
    clearTimeout(this.#timers.answer);
  }

  // Small things

  #after(name, pause, action) {
    clearTimeout(this.#timers[name]);
    this.#timers[name] = setTimeout(action, pause);
  }

  #growing(times) {
    return Math.min(this.#options.longestPause, this.#options.firstPause * 2 ** times);
  }

  #enter(state, more = {}) {
    const previous = this.#state;
    this.#state = state;
    this.#emit("state", { state, previous, ...more });
  }

  #emit(type, detail) {
    this.#events.dispatchEvent(new CustomEvent(type, { detail }));
  }

  #recall() {
    const saved = this.#memory?.recall();
    if (!saved) return;
    ({ username: this.#username, session: this.#session, epoch: this.#epoch, seq: this.#seq } = saved);
    this.#chain = saved.chain ?? null;
    this.#unanswered = saved.unanswered ?? null;
    for (const message of saved.pending) this.#pending.set(message.id, message);
  }

  #save() {
    if (!this.#session || this.#state === "replaced") return;
    const [username, session, epoch, seq, chain] = [this.#username, this.#session, this.#epoch, this.#seq, this.#chain];
    this.#memory?.save({ username, session, epoch, seq, chain, unanswered: this.#unanswered, pending: this.pending });
  }
}

/** Who is online: a list asked for, then kept by what joins and leaves. */
class Roster {
  #options;
  #tell;
  #names = new Set();
  #online = 0;
  #request = null;
  #meanwhile = [];
  #timer = null;

  constructor(options, tell) {
    this.#options = options;
    this.#tell = tell;
  }

  get users() { return [...this.#names].sort((a, b) => a.localeCompare(b)); }

  get online() { return this.#online; }

  set online(count) {
    this.#online = count;
    this.#tell({ online: count });
  }

  changed(event) {
    this.#apply(event);
    this.#tell({ online: this.#online });
    if (this.#request) this.#meanwhile.push(event);
    else if (this.#online !== this.#names.size) this.#refreshSoon();
  }

  async refresh() {
    this.stop();
    const request = (this.#request = new AbortController());
    const timeout = setTimeout(() => request.abort(), this.#options.connectTimeout);
    this.#meanwhile = [];
    try {
      const { users, online } = await fetchJson(this.#options.usersUrl, this.#options, request.signal);
      if (request === this.#request) this.#adopt(users, online);
    } catch {
      if (request === this.#request) this.#refreshSoon();
    } finally {
      clearTimeout(timeout);
      if (request === this.#request) this.#request = null;
    }
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#request?.abort();
    this.#request = null;
  }

  /** The list may be older than what came while it was on its way; to apply that again does no harm. */
  #adopt(users, online) {
    this.#names = new Set(users);
    this.#online = online;
    this.#meanwhile.forEach((event) => this.#apply(event));
    this.#tell({ online: this.#online });
  }

  #apply({ type, username, online }) {
    if (type === "joined") this.#names.add(username);
    else this.#names.delete(username);
    this.#online = online;
  }

  /** At a random time, for everybody who is connected may have the same reason to ask. */
  #refreshSoon() {
    this.#timer ??= setTimeout(() => this.refresh(), 1_000 + 4_000 * Math.random());
  }
}

/** What outlives a reload of the page, in this tab. A browser that allows no storage only forgets. */
class Memory {
  #key;

  constructor(url) { this.#key = `starling-chat ${url}`; }

  save(what) { this.#attempt((storage) => storage.setItem(this.#key, JSON.stringify(what))); }

  recall() { return this.#attempt((storage) => JSON.parse(storage.getItem(this.#key))); }

  forget() { this.#attempt((storage) => storage.removeItem(this.#key)); }

  #attempt(action) {
    try {
      return action(sessionStorage);
    } catch {
      return null;
    }
  }
}

/** Works for `/starling-chat.js` and `/chat/starling-chat.js` alike: both have their WebSocket at `/chat`. */
function addresses({ url, usersUrl, messagesUrl }) {
  const folder = new URL(".", import.meta.url);
  const chat = new URL(url ?? (folder.pathname.endsWith("/chat/") ? "../chat" : "chat"), folder);
  const over = (scheme, address) => {
    const result = new URL(address, chat);
    result.protocol = scheme + (/^(https|wss):$/.test(chat.protocol) ? "s:" : ":");
    return result.href;
  };
  return {
    url: over("ws", chat),
    usersUrl: over("http", usersUrl ?? `${chat.pathname}/users`),
    messagesUrl: over("http", messagesUrl ?? `${chat.pathname}/messages`),
  };
}

/** The token to show now; undefined where there is none. */
async function currentToken({ token }) {
  return (typeof token === "function" ? await token() : token) ?? undefined;
}

/** The `sub` of a JSON Web Token (RFC 7519), unchecked: that is up to the server. */
function subjectOf(token) {
  return claimsOf(token).sub ?? null;
}

/** When a token expires, in milliseconds since 1970; NaN when it does not. */
function expiryOf(token) {
  return claimsOf(token).exp * 1_000;
}

function claimsOf(token) {
  try {
    const claims = atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(claims, (character) => character.charCodeAt(0)))) ?? {};
  } catch {
    return {};
  }
}

function tokenOfThePage() {
  return new URLSearchParams(globalThis.location?.hash.slice(1)).get("access_token");
}

async function fetchJson(url, options, signal) {
  const token = await currentToken(options);
  const headers = { Accept: "application/json", ...(token && { Authorization: `Bearer ${token}` }) };
  const response = await fetch(url, { signal, headers });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}

/** Milliseconds: an instance that goes away closes with the reason `retry within N ms`. */
function spreadOf(reason) {
  const [, spread = 0] = /^retry within (\d{1,9}) ms$/.exec(reason) ?? [];
  return Math.min(LONGEST_SPREAD, Number(spread));
}

function frameOf({ id, text }) {
  return JSON.stringify({ type: "message", id, text });
}

/** Ids are unique in a session, which may go on after a reload. (`randomUUID` is missing on pages without TLS.) */
function randomPrefix() {
  return Array.from(crypto.getRandomValues(new Uint32Array(2)), (word) => word.toString(36)).join("");
}
