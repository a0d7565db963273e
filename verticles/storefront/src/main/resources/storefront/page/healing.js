/**
 * Asks for something until it is there, and again when it may have become old.
 *
 * Pauses between attempts grow and are random: when a service comes back, not all pages should be at its door at once. A
 * page that nobody looks at does not ask.
 */

import { Trouble } from "./requests.js";

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 15_000;
const FRESH = 60_000;

export class Healing {
  #ask;
  #failed;
  #once;
  #attempts = 0;
  #timer = null;
  #request = null;
  #wholeAt = -Infinity;
  #listening = new AbortController();

  /**
   * @param {(signal: AbortSignal) => Promise<boolean>} ask asks and shows; true when nothing is missing
   * @param {(trouble: Trouble) => void} failed hears what `ask` threw
   * @param {{once?: boolean}} [options] `once`: what is there does not become old
   */
  constructor(ask, failed, { once = false } = {}) {
    this.#ask = ask;
    this.#failed = failed;
    this.#once = once;
  }

  /** Asks now, and from now on as often as it takes. */
  start() {
    const { signal } = this.#listening;
    addEventListener("online", () => this.now(), { signal });
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && this.#isDue()) this.now();
    }, { signal });
    this.now();
  }

  /** Asks at once; an answer still on its way is not waited for. */
  now() {
    this.#attempts = 0;
    this.#attempt();
  }

  async #attempt() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#request?.abort();
    const request = (this.#request = new AbortController());
    try {
      const whole = await this.#ask(request.signal);
      if (request === this.#request) this.#answered(whole);
    } catch (failure) {
      if (request === this.#request) this.#missed(failure);
    }
  }

  #answered(whole) {
    this.#request = null;
    if (!whole) return this.#later(0);
    this.#attempts = 0;
    this.#wholeAt = performance.now();
    if (this.#once) this.#listening.abort();
  }

  #missed(failure) {
    this.#request = null;
    if (!(failure instanceof Trouble)) throw failure;
    this.#failed(failure);
    if (!failure.lasting) this.#later(failure.retryAfter);
  }

  #later(atLeast) {
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.#attempts++);
    this.#wholeAt = -Infinity;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (!document.hidden) this.#attempt();
    }, Math.max(atLeast, pause / 2) + (Math.random() * pause) / 2);
  }

  #isDue() {
    return !this.#timer && !this.#request && performance.now() - this.#wholeAt > FRESH;
  }
}
