// The picture above every step: what happens now is lit, what came before is drawn calmly, what comes later is pale.

/** Each step's own parts of the picture, and the same in words. */
const NOW = {
  who: { parts: ["signed"], says: "" },
  token: { parts: ["server", "token", "api"], says: "Now: your server asks the Checkout API for a token." },
  session: {
    parts: ["server", "session", "api"],
    says: "Now: your server creates a session at the Checkout API.",
  },
  product: {
    parts: ["browser", "choice", "server", "payment", "api"],
    says: "Now: the customer chooses, and your server creates a payment at the Checkout API.",
  },
  pay: {
    parts: ["browser", "out", "page", "told"],
    says: "Now: the customer's browser is redirected to the payment page.",
  },
  back: {
    parts: ["page", "back", "browser"],
    says: "Now: the payment page redirects the browser back to the shop, which proves nothing.",
  },
  callback: {
    parts: ["api", "signer", "signed", "callback", "answer"],
    says: "Now: the Checkout API posts the signed callback to the callback URL, which verifies it.",
  },
  break: {
    parts: ["signed", "callback", "answer"],
    says: "Now: the callback URL answers what was made of the callback.",
  },
  retries: {
    parts: ["api", "signer", "signed", "callback", "answer"],
    says: "Now: the Checkout API posts the callback again, until the answer is 200.",
  },
  shop: { parts: ["server", "callback"], says: "Now: the callback URL on your own server." },
};
/** Who is who comes before anything happens. */
const WALK = Object.keys(NOW).slice(1);

const picture = document.getElementById("picture");
const caption = document.getElementById("picture-caption");
const overview = caption.textContent;
const parts = [...picture.querySelectorAll("[data-part]")];

/** @param {string} step */
export function lightUp(step) {
  picture.dataset.step = step;
  caption.textContent = `${overview} ${NOW[step].says}`;
  for (const part of parts) part.dataset.light = light(part.dataset.part, step);
}

function light(part, step) {
  if (NOW[step].parts.includes(part)) return "now";
  const first = WALK.findIndex((other) => NOW[other].parts.includes(part));
  return step === "who" || first < WALK.indexOf(step) ? "past" : "later";
}

/**
 * Shows what was answered to the callback that is being broken.
 *
 * @param {number | undefined} status nothing where there was no answer
 */
export function answered(status) {
  picture.dataset.answer = String(status);
  picture.querySelector(".refused").textContent = status ?? "no answer";
}

/**
 * Points a party out, while the visitor points at it in a list.
 *
 * @param {string} [party] none by default
 */
export function pointOut(party) {
  for (const part of parts) part.classList.toggle("pointed", part.dataset.part === party);
}
