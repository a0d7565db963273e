/** The names of products, which may become known only after they are shown. */
export class Names {
  #known = new Map();
  #waiting = new Map();

  of(productId) { return this.#known.get(productId) ?? `Product ${productId}`; }

  /** Writes a product's name into an element, now and once it is known. */
  write(productId, element) {
    element.textContent = this.of(productId);
    if (this.#known.has(productId)) return;
    if (!this.#waiting.has(productId)) this.#waiting.set(productId, new Set());
    this.#waiting.get(productId).add(new WeakRef(element));
  }

  /** @param {{product_id: number, product_name: string}[]} products */
  learn(products) {
    for (const { product_id, product_name } of products) {
      this.#known.set(product_id, product_name);
      for (const reference of this.#waiting.get(product_id) ?? []) {
        const element = reference.deref();
        if (element) element.textContent = product_name;
      }
      this.#waiting.delete(product_id);
    }
  }
}
