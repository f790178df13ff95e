// SVG elements, made by script: looks come from classes, since the page's policy allows no style attributes.

/**
 * @param {string} tag may carry classes: "circle.mark"
 * @param {Record<string, string | number | boolean>} [attributes]
 * @param {...(Node | string | number)} children
 */
export function s(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  if (classes.length > 0) made.setAttribute("class", classes.join(" "));
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children.map((child) => (child instanceof Node ? child : String(child))));
  return made;
}
