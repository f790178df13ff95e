// A step that is opened out of order: what comes before it is done, and the visitor is told.

const NAMES = {
  token: "the token",
  session: "the session",
  payment: "the payment",
  decision: "the customer's approval",
  callback: "the callback",
};

/**
 * @param {HTMLElement} section holds [data-before], [data-problem] and [data-work]
 * @param {import("../model/walk.js").Walk} walk
 * @param {"session" | "payment" | "decision"} milestone
 * @returns {Promise<boolean>} false where the visitor's order makes no session
 */
export async function prepare(section, walk, milestone) {
  // The token first: a session may be older than the hour that a token lasts.
  const done = [...(await walk.reach("token")), ...(await walk.reach("session"))];
  const isReady = Boolean(walk.session);
  if (isReady) done.push(...(await walk.reach(milestone)));
  section.querySelector("[data-problem]").hidden = isReady;
  for (const part of section.querySelectorAll("[data-work]")) part.hidden = !isReady;
  const before = section.querySelector("[data-before]");
  before.hidden = !isReady || done.length === 0;
  before.textContent = `The steps before were done for you: ${list.format(done.map((milestone) => NAMES[milestone]))}.`;
  return isReady;
}

const list = new Intl.ListFormat("en");
