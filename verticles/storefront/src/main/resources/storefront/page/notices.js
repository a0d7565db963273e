import { button, element } from "./elements.js";

const MOST = 3;
const SHOWN_FOR = 10_000;

/** Short messages at the edge of the page, read out when there is a pause; they go by themselves. */
export class Notices {
  #list;

  /** @param {HTMLElement} list a live region */
  constructor(list) { this.#list = list; }

  tell(text) {
    const close = button("", "Dismiss");
    const notice = element("p", "notice", element("span", "", text), close);
    const timer = setTimeout(() => notice.remove(), SHOWN_FOR);
    close.onclick = () => {
      clearTimeout(timer);
      notice.remove();
    };
    this.#list.append(notice);
    while (this.#list.childElementCount > MOST) this.#list.firstElementChild.remove();
  }
}
