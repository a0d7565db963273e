import { element } from "./elements.js";

const MOST_ROWS = 300;
const QUIET = 1_000;

/**
 * The messages of the chat, those of this shopper also before they are in the transcript. Who comes and goes is not among
 * them: a shop has many who say nothing.
 */
export class ChatLog {
  #log;
  #rows;
  /** Rows by the number of their event; by the id of our message until that event is there. */
  #bySeq = new Map();
  #byId = new Map();
  #atBottom = true;

  /**
   * @param {HTMLElement} log what scrolls
   * @param {HTMLElement} rows the list in it
   */
  constructor(log, rows) {
    this.#log = log;
    this.#rows = rows;
    log.onscroll = () => (this.#atBottom = log.scrollHeight - log.scrollTop - log.clientHeight < 48);
    new ResizeObserver(() => this.#keepUp()).observe(log);
  }

  clear() {
    for (const row of [...this.#rows.children]) if (!row.dataset.id) row.remove();
    this.#bySeq.clear();
  }

  /** What was said before, oldest first; nobody wants it read out. */
  earlier(messages) {
    this.#log.setAttribute("aria-live", "off");
    const added = messages.filter(({ seq }) => !this.#bySeq.has(seq)).map((message) => this.#rowOf(message));
    this.#rows.prepend(...added);
    this.#keepUp();
    setTimeout(() => this.#log.removeAttribute("aria-live"), QUIET);
  }

  message(message) {
    const known = this.#bySeq.get(message.seq);
    if (known) return this.#settle(known, message);
    this.#place(this.#rowOf(message));
  }

  /** @returns {HTMLElement} its row */
  note(text) {
    const row = element("li", "note", text);
    this.#place(row);
    return row;
  }

  /** Whether a message is among those shown, of whichever transcript. */
  shows({ username, text, at }) {
    return [...this.#rows.children].some(
      (row) =>
        row.querySelector("time")?.dateTime === at &&
        row.querySelector(".name").textContent === username &&
        row.querySelector(".text").textContent === text,
    );
  }

  /** What was said, oldest first, before what stands below a note. */
  missed(note, messages) {
    if (!note.isConnected) return;
    note.after(...messages.filter(({ seq }) => !this.#bySeq.has(seq)).map((message) => this.#rowOf(message)));
    this.#trim();
    this.#keepUp();
  }

  /** A message of ours which is on its way; again when it has to wait. */
  pending({ id, text, code }, username) {
    let row = this.#byId.get(id);
    if (!row) {
      row = messageRow({ username, text, own: true });
      row.dataset.id = id;
      row.dataset.state = "pending";
      this.#byId.set(id, row);
      this.#rows.append(row);
      this.#atBottom = true;
    }
    tell(row, code ? "will be sent again" : "sending");
    this.#keepUp();
  }

  acknowledged({ id, seq }) {
    const row = this.#byId.get(id);
    if (!row) return;
    if (this.#bySeq.has(seq)) return this.#remove(row);
    row.dataset.state = "acknowledged";
    row.dataset.seq = seq;
    this.#bySeq.set(seq, row);
    tell(row, "");
  }

  rejected({ id, code, message }) {
    const row = this.#byId.get(id);
    if (!row) return;
    this.#byId.delete(id);
    row.dataset.state = "rejected";
    tell(row, code === "unknown" ? `Not known whether it was sent: ${message}` : `Not sent: ${message}`);
    this.#keepUp();
  }

  /**
   * Events up to a number never come; the messages of ours among them have been said all the same.
   *
   * @param {number} [upTo] by default all there were: numbers to come are of another transcript
   */
  lost(upTo = Infinity) {
    for (const [id, row] of this.#byId) if (row.dataset.seq <= upTo) this.#byId.delete(id);
    if (upTo === Infinity) this.#bySeq.clear();
  }

  #rowOf(message) {
    const row = messageRow(message);
    row.dataset.seq = message.seq;
    this.#bySeq.set(message.seq, row);
    return row;
  }

  /** The event of an acknowledged message has come: its row stands in the right place already. */
  #settle(row, { at }) {
    if (!this.#byId.delete(row.dataset.id)) return;
    delete row.dataset.id;
    delete row.dataset.state;
    row.querySelector(".note").replaceWith(timeOf(at));
  }

  /** Events stand in their order; below them our messages which are not events yet. */
  #place(row) {
    this.#rows.insertBefore(row, this.#byId.values().next().value ?? null);
    this.#trim();
    this.#keepUp();
  }

  #trim() {
    while (this.#rows.childElementCount > MOST_ROWS) this.#remove(this.#rows.firstElementChild);
  }

  #remove(row) {
    this.#bySeq.delete(Number(row.dataset.seq));
    this.#byId.delete(row.dataset.id);
    row.remove();
  }

  #keepUp() {
    if (this.#atBottom) this.#log.scrollTop = this.#log.scrollHeight;
  }
}

function messageRow({ username, text, at, own }) {
  const name = element("span", "name", username);
  const row = element("li", "message", name, element("span", "text", text));
  row.append(at ? timeOf(at) : element("span", "note"));
  row.toggleAttribute("data-own", Boolean(own));
  return row;
}

function timeOf(at) {
  const date = new Date(at);
  const time = element("time", "", date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
  time.dateTime = at;
  time.title = date.toLocaleString();
  return time;
}

function tell(row, text) {
  row.querySelector(".note").textContent = text;
}
