/**
 * A section of the page whose content may be missing for a while: it says so where it is missing.
 *
 * The section has `data-state` `loading`, `live` or `missing`, and in a `.trouble` the words and a button to try at once.
 */
export class Place {
  #section;
  #words;
  #button;

  /**
   * @param {HTMLElement} section
   * @param {() => void} tryNow
   */
  constructor(section, tryNow) {
    this.#section = section;
    this.#words = section.querySelector(".trouble [role=status]");
    this.#button = section.querySelector(".trouble button");
    this.#button.onclick = tryNow;
  }

  get isLive() { return this.#section.dataset.state === "live"; }

  /** Its content is there. */
  live() { this.#enter("live", "", false); }

  /** Its content is there, and something is to be said about it. */
  liveBut(words) { this.#enter("live", words, true); }

  /** Its content is missing; asked for again by itself unless that is of no use. */
  missing(words, { lasting = false } = {}) { this.#enter("missing", words, !lasting); }

  #enter(state, words, canTry) {
    this.#section.dataset.state = state;
    // Said again, it would be read out again.
    if (this.#words.textContent !== words) this.#words.textContent = words;
    if (!canTry && document.activeElement === this.#button) this.#leaveButton();
    this.#button.hidden = !canTry;
  }

  /** Somebody who has pressed it is to go on from here, not from the top of the page. */
  #leaveButton() {
    const heading = this.#section.querySelector("h2");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
}
