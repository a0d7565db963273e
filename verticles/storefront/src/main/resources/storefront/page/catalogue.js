import { Card } from "./card.js";
import { $ } from "./elements.js";

/** So many cards are made at a time. */
const PIECE = 48;

/** The grid of products, and the part of it that the shopper wants to see. */
export class Catalogue {
  #grid = $("grid");
  #cards = new Map();
  #drawing = null;
  #views;
  #view = "all";
  #words = [];
  #choices;

  /** @param {{cart: import("./choices.js").Choices, favorites: import("./choices.js").Choices}} choices */
  constructor(choices) {
    this.#choices = choices;
    this.#views = {
      all: () => true,
      low: ({ level }) => level === "low" || level === "none",
      cart: ({ id }) => choices.cart.has(id),
      favorites: ({ id }) => choices.favorites.has(id),
    };
    $("filter").oninput = () => this.#filter($("filter").value);
    for (const pressed of document.querySelectorAll("[data-view]")) {
      pressed.onclick = () => this.look(pressed.dataset.view);
    }
    // In the view of the cart, what is taken out stays until the next look: it can be put back.
    for (const name of ["cart", "favorites"]) {
      choices[name].addEventListener("change", ({ detail: id }) => {
        if (this.#view === name && (id === undefined || choices[name].has(id))) this.#sift();
      });
    }
  }

  get view() { return this.#view; }

  /** @param {"all" | "low" | "cart" | "favorites"} view which products are shown */
  look(view) {
    this.#view = view;
    for (const shown of document.querySelectorAll("[data-view]")) {
      shown.setAttribute("aria-pressed", shown.dataset.view === view);
    }
    for (const name of ["cart", "favorites"]) $(`show-${name}`).setAttribute("aria-pressed", view === name);
    this.#sift();
  }

  /** Draws these, a piece at a time, and forgets what is not among them. */
  async show(products) {
    const drawing = (this.#drawing = {});
    const wanted = new Set(products.map(({ product_id }) => product_id));
    for (const [id, card] of this.#cards) if (!wanted.has(id)) this.#remove(id, card);
    this.#grid.querySelectorAll(".ghost").forEach((ghost) => ghost.remove());
    for (let drawn = 0; drawn < products.length && drawing === this.#drawing; drawn += PIECE) {
      if (drawn > 0) await nextTask();
      if (drawing !== this.#drawing) return;
      this.#drawPiece(products.slice(drawn, drawn + PIECE));
    }
    this.#count();
  }

  /** Brings a product into view, whatever is filtered. */
  reveal(id) {
    const card = this.#cards.get(id);
    if (!card) return;
    if (card.element.hidden) {
      $("filter").value = "";
      this.#words = [];
      this.look("all");
    }
    card.element.scrollIntoView({ block: "center" });
    card.element.focus({ preventScroll: true });
  }

  #drawPiece(products) {
    const added = document.createDocumentFragment();
    for (const product of products) {
      const card = this.#cards.get(product.product_id) ?? this.#add(product.product_id, added);
      card.show(product);
      card.element.hidden = !this.#isWanted(card);
    }
    this.#grid.append(added);
  }

  #add(id, to) {
    const card = new Card(id, [this.#choices.cart, this.#choices.favorites]);
    this.#cards.set(id, card);
    to.append(card.element);
    return card;
  }

  #remove(id, card) {
    card.element.remove();
    this.#cards.delete(id);
  }

  #filter(text) {
    this.#words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    this.#sift();
  }

  #isWanted(card) {
    return this.#views[this.#view](card) && this.#words.every((word) => card.words.includes(word));
  }

  #sift() {
    for (const card of this.#cards.values()) card.element.hidden = !this.#isWanted(card);
    this.#count();
  }

  #count() {
    let shown = 0;
    for (const card of this.#cards.values()) shown += Number(!card.element.hidden);
    const all = this.#cards.size.toLocaleString();
    const words = shown === this.#cards.size ? `${all} products` : `${shown.toLocaleString()} of ${all} products`;
    if ($("matches").textContent !== words) $("matches").textContent = words;
  }
}

/** Lets the browser do what is due: what somebody types or presses comes before the rest of the cards. */
function nextTask() {
  return globalThis.scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));
}
