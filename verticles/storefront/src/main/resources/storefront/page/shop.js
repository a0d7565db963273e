/** The shop's page: what is on it, and who tells whom. */

import { Catalogue } from "./catalogue.js";
import { showChat } from "./chat-panel.js";
import { Choices } from "./choices.js";
import { $, element } from "./elements.js";
import { Healing } from "./healing.js";
import { Names } from "./names.js";
import { Notices } from "./notices.js";
import { Offers } from "./offers.js";
import { showOnline } from "./online.js";
import { Place } from "./place.js";
import { read } from "./requests.js";
import { shopper } from "./shopper.js";

const notices = new Notices($("notices"));
const names = new Names();
const user = shopper((text) => notices.tell(text));

const cart = new Choices({
  name: "cart", user, names, notices, label: "Cart", list: "cart", drawing: "M3 4h2.5l2.2 10.5h9.8L20 7.5H6.5M9 19.5h.01M16.5 19.5h.01",
});
const favorites = new Choices({
  name: "favorites", user, names, notices, label: "Favourite", list: "favourites",
  drawing: "M12 20.5 4.2 12.8a5 5 0 0 1 7.1-7l.7.7.7-.7a5 5 0 0 1 7.1 7z",
});
const catalogue = new Catalogue({ cart, favorites });
const offers = new Offers({ user, names, cart, reveal: (id) => catalogue.reveal(id) });

// Products and stock come together; the stock may be missing

const missing = { stock: false, cart: false, favorites: false };
const MISSING = {
  stock: "Stock is not known right now.",
  cart: "The cart cannot be reached right now.",
  favorites: "Favourites cannot be reached right now.",
};

const products = new Healing(
  async (signal) => {
    const page = await read(`products/all?user_id=${user}`, signal);
    names.learn(page.products);
    cart.hint(page.cart_items);
    favorites.hint(page.favorite_items);
    place.live();
    // Some products may have no stock for ever; all of them have none only when nobody could be asked.
    missing.stock = page.products.length > 0 && page.products.every(({ inventory }) => inventory === null);
    showMissing();
    catalogue.show(page.products);
    return !missing.stock;
  },
  ({ message, lasting }) => {
    if (lasting) place.missing(`The products cannot be shown: ${message}.`, { lasting });
    else if (place.isLive) place.liveBut("The products cannot be reached right now: stock may be out of date.");
    else place.missing("The products are late or cannot be reached right now. They come by themselves.");
  },
);
const place = new Place($("products"), () => products.now());

/** In a list of its own, so that only what is new in it is read out. */
function showMissing() {
  for (const [name, isMissing] of Object.entries(missing)) {
    const shown = $("missing").querySelector(`[data-missing=${name}]`);
    if (isMissing && !shown) {
      const row = element("li", "", MISSING[name]);
      row.dataset.missing = name;
      $("missing").append(row);
    } else if (!isMissing) {
      shown?.remove();
    }
  }
}

// Counts, which also show what they count

for (const [name, choices] of Object.entries({ cart, favorites })) {
  const button = $(`show-${name}`);
  button.onclick = () => {
    catalogue.look(catalogue.view === name ? "all" : name);
    $("products").scrollIntoView();
  };
  choices.addEventListener("change", () => {
    $(`${name}-count`).textContent = choices.size ?? "\u2013";
    button.toggleAttribute("data-unknown", choices.size === null);
    missing[name] = choices.isMissing;
    showMissing();
  });
}

products.start();
offers.start();
cart.start();
favorites.start();
showOnline();
showChat();
