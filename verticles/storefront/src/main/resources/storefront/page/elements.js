/** Elements made of text: whatever a name or a message contains, it is shown and not obeyed. */

const SVG = "http://www.w3.org/2000/svg";

export const $ = (id) => document.getElementById(id);

/** An element with a class and a text or other elements in it. */
export function element(name, className, ...content) {
  const result = document.createElement(name);
  if (className) result.className = className;
  result.append(...content);
  return result;
}

export function button(className, ...content) {
  const result = element("button", className, ...content);
  result.type = "button";
  return result;
}

/** A picture that says nothing which is not also said in words. */
export function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/** A picture for a product, which is always the same for it. */
export function picture(productId) {
  const result = element("div", `picture shape-${productId % 7}`);
  result.style.setProperty("--hue", (productId * 47) % 360);
  result.setAttribute("aria-hidden", "true");
  return result;
}
