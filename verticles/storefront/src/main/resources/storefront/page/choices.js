import { button, element, icon } from "./elements.js";
import { Healing } from "./healing.js";
import { read, write } from "./requests.js";

/**
 * The products that the shopper has put into the cart, or among the favourites.
 *
 * A button shows what was asked for at once, and what is true again when it could not be done. One request per product
 * is on its way at a time; pressed meanwhile, the button's last state is asked for next.
 *
 * Emits `change` with the product's id, or without one when the whole list is another.
 */
export class Choices extends EventTarget {
  #options;
  #healing;
  #known = false;
  #missing = false;
  #hint = null;
  #kept = new Set();
  /** What the shopper wants and the service has not confirmed: whether a product is to be in, by its id. */
  #wanted = new Map();
  /** Changed since the list was asked for, which may therefore be older. */
  #touched = new Set();

  /**
   * @param {object} options
   * @param {string} options.name also the path's last part
   * @param {string} options.user
   * @param {string} options.label on buttons
   * @param {string} options.drawing on buttons, an SVG path
   * @param {string} options.list what it is called in a sentence
   * @param {import("./names.js").Names} options.names
   * @param {import("./notices.js").Notices} options.notices
   */
  constructor(options) {
    super();
    this.#options = options;
    this.#healing = new Healing((signal) => this.#load(signal), () => this.#lost());
  }

  start() { this.#healing.start(); }

  /** Whether it was asked for what is in it, and could not be had. */
  get isMissing() { return this.#missing; }

  /** How many products are in it; null when that is not known. */
  get size() {
    if (!this.#known) return this.#hint;
    let size = this.#kept.size;
    for (const [id, wanted] of this.#wanted) size += Number(wanted) - Number(this.#kept.has(id));
    return size;
  }

  has(productId) { return this.#wanted.get(productId) ?? this.#kept.has(productId); }

  /** How many there were when somebody else looked: better than nothing, as long as the list itself is missing. */
  hint(size) {
    this.#hint = size;
    if (!this.#known) this.#changed();
  }

  /** A button that puts the product in, or takes it out again. */
  button(productId) {
    const { name, label, drawing, names } = this.#options;
    const product = element("span");
    names.write(productId, product);
    const result = button(`choice ${name}`, icon(drawing), element("span", "label", label));
    result.append(element("span", "unseen", ": ", product));
    result.dataset.choice = name;
    result.dataset.product = productId;
    result.onclick = () => this.#press(productId, result);
    this.#draw(result);
    return result;
  }

  #press(productId, pressed) {
    const { list, notices, names } = this.#options;
    if (!this.#known) return notices.tell(`Your ${list} cannot be reached right now. It comes back here by itself.`);
    const isIn = this.has(productId);
    if (!isIn && pressed.closest("[data-level=none]")) return notices.tell(`“${names.of(productId)}” is sold out.`);
    const isOnItsWay = this.#wanted.has(productId);
    this.#wanted.set(productId, !isIn);
    this.#changed(productId);
    if (!isOnItsWay) this.#send(productId);
  }

  async #send(productId) {
    const { name, user } = this.#options;
    try {
      while (this.#wanted.get(productId) !== this.#kept.has(productId)) {
        const wanted = this.#wanted.get(productId);
        await write(wanted ? "PUT" : "DELETE", `users/${user}/${name}/${productId}`);
        this.#touched.add(productId);
        if (wanted) this.#kept.add(productId);
        else this.#kept.delete(productId);
      }
      this.#wanted.delete(productId);
    } catch (trouble) {
      this.#undo(productId, trouble);
    }
    this.#changed(productId);
  }

  #undo(productId, trouble) {
    const { list, names, notices } = this.#options;
    const done = this.#wanted.get(productId) ? `put into your ${list}` : `taken out of your ${list}`;
    this.#wanted.delete(productId);
    notices.tell(`“${names.of(productId)}” could not be ${done}: ${trouble.message}.`);
    // Without a clear answer it may have been done after all: the list knows.
    if (trouble.doubtful) this.#healing.now();
  }

  async #load(signal) {
    const { name, user } = this.#options;
    this.#touched.clear();
    const rows = await read(`users/${user}/${name}`, signal);
    const ids = new Set(rows.map(({ product_id }) => product_id));
    for (const id of this.#touched) {
      if (this.#kept.has(id)) ids.add(id);
      else ids.delete(id);
    }
    this.#kept = ids;
    this.#known = true;
    this.#missing = false;
    this.#changed();
    return true;
  }

  /** What is in it may be changed elsewhere meanwhile. */
  #lost() {
    if (this.#known) this.#hint = null;
    this.#known = false;
    this.#missing = true;
    this.#changed();
  }

  #changed(productId) {
    const { name } = this.#options;
    const of = productId === undefined ? "" : `[data-product="${productId}"]`;
    document.querySelectorAll(`button[data-choice="${name}"]${of}`).forEach((shown) => this.#draw(shown));
    this.dispatchEvent(new CustomEvent("change", { detail: productId }));
  }

  #draw(shown) {
    const productId = Number(shown.dataset.product);
    shown.setAttribute("aria-pressed", this.has(productId));
    shown.toggleAttribute("data-resting", !this.#known);
  }
}
