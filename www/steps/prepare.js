// A step that is opened out of order: what comes before it is done, and the visitor is told. What the visitor has
// decided is left as it is.

import { find, findAll, h } from "../lib/dom.js";
import { listed } from "../lib/words.js";

const NAMES = {
  token: "token",
  session: "session",
  payment: "payment",
  decision: "the customer's approval",
  callback: "callback",
};

/**
 * @param {HTMLElement} section holds [data-before], [data-problem] and [data-work]
 * @param {import("../model/walk.js").Walk} walk
 * @param {import("../model/walk.js").Milestone} milestone
 * @param {() => void} [again] what to do once the visitor has changed what stood in the way
 * @returns {Promise<boolean>} false where something that the visitor did stands in the way
 */
export async function prepare(section, walk, milestone, again) {
  // The token first: a session may be older than the hour that a token lasts.
  const done = [...(await walk.reach("token")), ...(await walk.reach("session"))];
  if (walk.session) done.push(...(await walk.reach(milestone)));
  const problem = problemOf(walk, milestone, again);
  const box = find("[data-problem]", section);
  box.hidden = problem === undefined;
  box.replaceChildren(...(problem ?? []));
  for (const part of findAll("[data-work]", section)) part.hidden = problem !== undefined;
  const before = find("[data-before]", section);
  before.hidden = problem !== undefined || done.length === 0;
  before.textContent = `We've done the earlier steps for you: ${listed(
    done.map((one) => NAMES[one]),
    "and",
  )}.`;
  return problem === undefined;
}

function problemOf(walk, milestone, again) {
  if (!walk.session)
    return [
      h("span", {}, "The order isn't valid, so there's no session to pay for. "),
      h("a", { href: "#session" }, "Fix the order"),
    ];
  if (milestone !== "callback" || walk.isCalled) return undefined;
  const approve = h("button", { type: "button" }, "Approve a second payment");
  approve.addEventListener("click", async () => {
    await walk.approveAnother();
    again?.();
  });
  return [
    h(
      "p",
      {},
      "You cancelled, so there is no callback. To see one, approve a second payment for the same session.",
    ),
    h("p.actions", {}, approve),
  ];
}
