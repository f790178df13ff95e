// The steps of the walk, in their order. The list of steps, the picture, main.js and the tests read this.

/**
 * @typedef {object} Step
 * @property {string} name its address is `#name`, its section `#step-name`, its title `#title-name`
 * @property {() => Promise<{ mount: (section: HTMLElement, walk: import("../model/walk.js").Walk) => Shown | void }>} load
 * @property {string[]} parts what it lights up in the picture
 * @property {string} now the same in words, for those who do not see the picture
 *
 * @typedef {{ show?: () => Promise<void> | void }} Shown `show` is called whenever the step comes into view
 */

/** @type {Step[]} */
export const STEPS = [
  {
    name: "who",
    load: () => import("./who.js"),
    parts: ["signed"],
    now: "",
  },
  {
    name: "token",
    load: () => import("./token.js"),
    parts: ["server", "token", "api"],
    now: "Now: your server asks the Checkout API for a token.",
  },
  {
    name: "session",
    load: () => import("./session.js"),
    parts: ["server", "session", "api"],
    now: "Now: your server creates a session at the Checkout API.",
  },
  {
    name: "product",
    load: () => import("./product.js"),
    parts: ["browser", "choice", "server", "payment", "api"],
    now: "Now: the customer chooses, and your server creates a payment at the Checkout API.",
  },
  {
    name: "pay",
    load: () => import("./pay.js"),
    parts: ["browser", "out", "page", "told"],
    now: "Now: the customer's browser is redirected to the payment page.",
  },
  {
    name: "back",
    load: () => import("./back.js"),
    parts: ["page", "back", "browser"],
    now: "Now: the payment page redirects the browser back to the shop, which proves nothing.",
  },
  {
    name: "callback",
    load: () => import("./callback.js"),
    parts: ["api", "signer", "signed", "callback", "answer"],
    now: "Now: the Checkout API posts the signed callback to the callback URL, which verifies it.",
  },
  {
    name: "break",
    load: () => import("./break.js"),
    parts: ["signed", "callback", "answer"],
    now: "Now: the callback URL responds with the outcome of its checks.",
  },
  {
    name: "retries",
    load: () => import("./retries.js"),
    parts: ["api", "signer", "signed", "callback", "answer"],
    now: "Now: the Checkout API posts the callback again, until the response is 200.",
  },
  {
    name: "shop",
    load: () => import("./shop.js"),
    parts: ["server", "callback"],
    now: "Now: the callback URL on your own server.",
  },
];
