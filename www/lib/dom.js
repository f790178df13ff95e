// Elements, made and filled without markup: whatever a visitor types stays text.

/**
 * @param {string} tag may carry classes: "p.where"
 * @param {Record<string, unknown>} attributes `onclick`, `hidden`, `aria-label` …; undefined and false are left out
 * @param {...(Node | string | number | undefined | false)} children
 */
export function h(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const made = document.createElement(name);
  if (classes.length > 0) made.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(
    ...children
      .filter((child) => child !== undefined && child !== false)
      .map((child) => (child instanceof Node ? child : String(child))),
  );
  return made;
}

/** Tells screen readers something that the eye sees anyway. */
export function say(text) {
  document.getElementById("said").textContent = text;
}
