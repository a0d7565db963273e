import { $, button, element, picture } from "./elements.js";
import { Healing } from "./healing.js";
import { Place } from "./place.js";
import { read } from "./requests.js";

const MOST = 12;
const DAY = 86_400_000;

/** Promotions and recommendations: two places, filled by one answer, in which either may be missing. */
export class Offers {
  #user;
  #names;
  #cart;
  #reveal;
  #healing;
  #places = {};

  /**
   * @param {object} options
   * @param {string} options.user
   * @param {import("./names.js").Names} options.names
   * @param {import("./choices.js").Choices} options.cart
   * @param {(productId: number) => void} options.reveal shows a product in the grid
   */
  constructor({ user, names, cart, reveal }) {
    this.#user = user;
    this.#names = names;
    this.#cart = cart;
    this.#reveal = reveal;
    this.#healing = new Healing((signal) => this.#load(signal), (trouble) => this.#lost(trouble));
    for (const name of ["promotions", "recommendations"]) {
      this.#places[name] = new Place($(name), () => this.#healing.now());
    }
  }

  start() { this.#healing.start(); }

  async #load(signal) {
    const { promotions, recommendations } = await read(`home?user_id=${this.#user}`, signal);
    this.#fill("promotions", promotions, (promotion) => this.#promotion(promotion), "Nothing is on promotion today.");
    this.#fill(
      "recommendations",
      recommendations,
      (recommendation) => this.#recommendation(recommendation),
      "Nothing to recommend yet: it comes from what you and others have bought.",
    );
    return promotions !== null && recommendations !== null;
  }

  #fill(name, offers, asItem, none) {
    const place = this.#places[name];
    if (offers === null) return this.#miss(name);
    $(name).querySelector(".strip").replaceChildren(...offers.slice(0, MOST).map(asItem));
    if (offers.length === 0) place.missing(none, { lasting: true });
    else place.live();
  }

  #lost({ message, lasting }) {
    for (const name in this.#places) {
      if (lasting) this.#places[name].missing(`Nothing to show: ${message}.`, { lasting });
      else this.#miss(name);
    }
  }

  /** What was there before is not taken away. */
  #miss(name) {
    const words = `The ${name} cannot be reached right now. They come back here by themselves.`;
    if (!this.#places[name].isLive) this.#places[name].missing(words);
  }

  #promotion({ product_id: id, title, discount_percent: percent, ends_at: end }) {
    const item = element(
      "li",
      "promotion",
      element("p", "percent", `\u2212${percent}\u202f%`),
      element("h3", "", title),
      this.#link(id),
      element("p", "until", untilWords(new Date(end))),
      this.#cart.button(id),
    );
    return item;
  }

  #recommendation({ product_id: id, buyers }) {
    const words = buyers === 1 ? "1 other bought it" : `${buyers} others bought it`;
    const about = element("div", "about", this.#link(id), element("p", "buyers", words), this.#cart.button(id));
    return element("li", "recommendation", picture(id), about);
  }

  #link(id) {
    const name = button("link");
    this.#names.write(id, name);
    name.title = "Show it among the products";
    name.onclick = () => this.#reveal(id);
    return name;
  }
}

function untilWords(end) {
  const left = end - Date.now();
  if (!(left > 0)) return "ends now";
  if (left < DAY) return `until ${end.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}`;
  const days = Math.floor(left / DAY);
  if (days < 14) return days === 1 ? "1 more day" : `${days} more days`;
  const year = end.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
  return `until ${end.toLocaleDateString([], { day: "numeric", month: "long", year })}`;
}
