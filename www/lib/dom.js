// Elements, made and filled without markup: whatever a visitor types stays text.

/**
 * What a tag such as "p.where" makes.
 *
 * @template {string} Tag
 * @typedef {Tag extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[Tag]
 *   : Tag extends `${infer Name extends keyof HTMLElementTagNameMap}.${string}` ? HTMLElementTagNameMap[Name]
 *   : HTMLElement} ElementOf
 */

/** @typedef {Node | string | number | undefined | false} Inside */

/**
 * @template {string} Tag
 * @param {Tag} tag may carry classes: "p.where"
 * @param {Record<string, any>} attributes `onclick`, `hidden`, `aria-label` …; undefined and false are left out
 * @param {...Inside} children
 * @returns {ElementOf<Tag>}
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
  return /** @type {ElementOf<Tag>} */ (made);
}

/**
 * The first element that matches; its kind is for the caller to know.
 *
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {any}
 */
export const find = (selector, within = document) => within.querySelector(selector);

/**
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {HTMLElement[]}
 */
export const findAll = (selector, within = document) => [...within.querySelectorAll(selector)].map(asElement);

const asElement = (element) => /** @type {HTMLElement} */ (element);

/** Scrolls no further than it takes: what a deed has brought about has to be on the screen. @param {Element} element */
export const bringIntoView = (element) => element.scrollIntoView({ block: "nearest" });

/** Tells screen readers something that the eye sees anyway. @param {string} text */
export function say(text) {
  document.getElementById("said").textContent = text;
}

/**
 * A button that shows and hides what is typed into a field for secrets.
 *
 * @param {HTMLButtonElement} button
 * @param {HTMLInputElement} field
 * @param {string} what "the secret"
 * @returns {(isShown: boolean) => void} shows or hides it from elsewhere
 */
export function revealer(button, field, what) {
  const reveal = (isShown) => {
    field.type = isShown ? "text" : "password";
    button.textContent = isShown ? "Hide" : "Show";
    button.setAttribute("aria-label", `${button.textContent} ${what}`);
  };
  button.addEventListener("click", () => reveal(field.type === "password"));
  return reveal;
}
