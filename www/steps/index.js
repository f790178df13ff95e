// The steps of the walk, in their order, and the pages beside it. The list of steps, the picture, main.js and the tests
// read this.

/**
 * @typedef {object} Page
 * @property {string} name its address is `#name`, its section `#step-name`, its title `#title-name`
 * @property {() => Promise<{ mount: (section: HTMLElement, walk: any) => Shown | void }>} load
 * @property {boolean} [hasWalk] whether it needs the walk with its sandbox, as it does by default
 *
 * @typedef {{ show?: (detail: string) => Promise<void> | void }} Shown `show` is called whenever the page comes into view,
 *   with what its address says after a slash
 *
 * @typedef {object} Way what the picture's short form shows: who sends what to whom
 * @property {string} from
 * @property {string} to
 * @property {string} what
 * @property {"plain" | "signed" | "dashed"} [kind]
 * @property {string} [reply] what comes back
 *
 * @typedef {Page & {
 *   parts: string[],
 *   now: string,
 *   way?: Way,
 *   done?: (walk: import("../model/walk.js").Walk) => unknown,
 * }} Step `parts` is what it lights up in the picture, `now` the same in words, `done` tells whether there is nothing left
 *   to do on it
 */

const [BROWSER, SERVER, API, PAGE] = ["Browser", "Your server", "Checkout API", "Payment page"];
const CALLBACK = "Callback URL";

/** @type {Step[]} */
export const STEPS = [
  {
    name: "who",
    load: () => import("./who.js"),
    hasWalk: false,
    parts: ["signed"],
    now: "",
  },
  {
    name: "token",
    load: () => import("./token.js"),
    parts: ["server", "token", "api"],
    now: "Now: your server asks the Checkout API for a token.",
    way: { from: SERVER, what: "API key", to: API, reply: "token" },
    done: ({ token }) => token,
  },
  {
    name: "session",
    load: () => import("./session.js"),
    parts: ["server", "session", "api"],
    now: "Now: your server creates a session with the Checkout API.",
    way: { from: SERVER, what: "order", to: API, reply: "session" },
    done: ({ session }) => session,
  },
  {
    name: "product",
    load: () => import("./product.js"),
    parts: ["browser", "choice", "server", "payment", "api"],
    now: "Now: the customer chooses, and your server creates a payment with the Checkout API.",
    way: { from: SERVER, what: "payment method", to: API, reply: "payment" },
    done: ({ payment }) => payment,
  },
  {
    name: "pay",
    load: () => import("./pay.js"),
    parts: ["browser", "out", "page", "told"],
    now: "Now: the customer's browser is redirected to the payment page.",
    way: { from: BROWSER, what: "approve or cancel", to: PAGE },
    done: ({ decision }) => decision,
  },
  {
    name: "back",
    load: () => import("./back.js"),
    parts: ["page", "back", "browser"],
    now: "Now: the payment page redirects the browser back to the shop, which proves nothing.",
    way: { from: PAGE, what: "redirect: no proof", to: BROWSER, kind: "dashed" },
    done: ({ decision }) => decision,
  },
  {
    name: "callback",
    load: () => import("./callback.js"),
    parts: ["api", "signer", "signed", "callback", "answer"],
    now: "Now: the Checkout API posts the signed callback to the callback URL, which verifies it.",
    way: { from: API, what: "callback: the proof", to: CALLBACK, kind: "signed", reply: "200" },
    done: ({ isCalled }) => isCalled,
  },
  {
    name: "break",
    load: () => import("./break.js"),
    parts: ["signed", "callback", "answer"],
    now: "Now: the callback URL responds with the outcome of its checks.",
    way: { from: "Anyone", what: "a changed callback", to: CALLBACK, kind: "signed", reply: "401" },
  },
  {
    name: "retries",
    load: () => import("./retries.js"),
    parts: ["api", "signer", "signed", "callback", "answer"],
    now: "Now: the Checkout API posts the callback again, until the response is 200.",
    way: { from: API, what: "again", to: CALLBACK, kind: "signed", reply: "not 200" },
  },
  {
    name: "shop",
    load: () => import("./shop.js"),
    hasWalk: false,
    parts: ["server", "callback"],
    now: "Now: the callback URL on your own server.",
    way: { from: API, what: "callback", to: "Your code", kind: "signed", reply: "200" },
  },
];

/** The first screen, whose address is empty, and the form for one's own callback. @type {Page[]} */
export const OTHERS = [
  { name: "home", load: () => import("./home.js"), hasWalk: false },
  { name: "verify", load: () => import("./verify.js"), hasWalk: false },
];
