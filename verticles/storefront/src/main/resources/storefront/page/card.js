import { element, picture } from "./elements.js";

/** So many or fewer are few. */
export const FEW = 5;

/** @typedef {"none" | "low" | "fine" | "unknown"} Level how much there is of a product */

/** One product in the grid. */
export class Card {
  #stock = element("p", "stock");
  #name = element("h3");

  /**
   * @param {number} id of the product
   * @param {import("./choices.js").Choices[]} choices what can be done with it
   */
  constructor(id, choices) {
    this.id = id;
    this.element = element("li", "card", picture(id), this.#name, this.#stock);
    this.element.id = `product-${id}`;
    this.element.tabIndex = -1;
    this.element.append(element("div", "actions", ...choices.map((choice) => choice.button(id))));
  }

  /** @returns {Level} */
  get level() { return this.element.dataset.level; }

  show({ product_name: name, inventory }) {
    if (this.#name.textContent !== name) {
      this.#name.textContent = name;
      this.#name.title = name;
      this.words = name.toLocaleLowerCase();
    }
    this.element.dataset.level = levelOf(inventory);
    this.#stock.textContent = wordsFor(inventory);
  }
}

function levelOf(inventory) {
  if (inventory === null) return "unknown";
  if (inventory === 0) return "none";
  return inventory <= FEW ? "low" : "fine";
}

function wordsFor(inventory) {
  switch (levelOf(inventory)) {
    case "unknown": return "stock not known";
    case "none": return "sold out";
    case "low": return `only ${inventory} left`;
    default: return `${inventory} in stock`;
  }
}
