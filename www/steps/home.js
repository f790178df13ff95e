// The first screen: a callback, the formula, and the verdict of the package's own module.

import { sign } from "checkout-signature";
import { copyButton } from "../lib/copy.js";
import { find, findAll, h, say } from "../lib/dom.js";
import { statusLine } from "../lib/status.js";
import { difference } from "../model/difference.js";
import { judge } from "../model/judge.js";
import { SAMPLE_BODY, SAMPLE_ORDER, SAMPLE_SECRET, sampleHeader } from "../model/sample.js";
import { changeView } from "../views/change.js";
import { macsView } from "../views/verification/macs.js";

/** What each button does, by the package's own forgery, and what there is to say of it. */
const TRIES = {
  none: {
    says: "The signature matches: the API made this callback, and nobody has changed it. Your order can ship.",
  },
  amount: {
    forgery: "amount-changed",
    says: "One øre more, and the signature that belongs to it is entirely different. Without the secret nobody can compute it.",
  },
  space: {
    forgery: "space-in-payment-id",
    says: "The signature still matches, because whitespace isn't signed. But the event now names another payment, so it is refused.",
  },
};

const NOT_LOADED = "The change could not be loaded. Reload the page to try again.";

export function mount(section) {
  const [received, verdict] = [find("[data-received]", section), find("[data-verdict]", section)];
  const header = sampleHeader();
  find("[data-secret]", section).textContent = SAMPLE_SECRET;
  const buttons = findAll("[data-try]", section);
  let turn = 0;

  for (const button of buttons) {
    button.addEventListener("click", async () => {
      const title = await show(button.dataset.try);
      if (title) say(title);
    });
  }
  for (const command of findAll(".command", section)) {
    const { textContent } = command;
    command.append(copyButton(() => textContent, textContent));
  }

  /** @param {string} name @returns {Promise<string | undefined>} the verdict in words */
  async function show(name) {
    turn += 1;
    const mine = turn;
    const { forgery, says } = TRIES[name];
    const body = forgery ? await forged(forgery, header) : SAMPLE_BODY;
    // Another button was pressed while the forgeries were being loaded.
    if (mine !== turn) return undefined;
    if (body === undefined) {
      verdict.dataset.tone = "bad";
      verdict.replaceChildren(h("p", {}, NOT_LOADED));
      return NOT_LOADED;
    }
    const callback = { body, header, secret: SAMPLE_SECRET };
    const { code, status } = await judge(callback, {
      url: "https://shop.example/callback",
      orders: [SAMPLE_ORDER],
    });
    if (mine !== turn) return undefined;
    const macs = { given: header.slice(-64), made: sign(body, { secret: SAMPLE_SECRET }).slice(-64) };
    for (const button of buttons)
      button.setAttribute("aria-pressed", String(button.dataset.try === name && name !== "none"));
    find('[data-try="none"]', section).setAttribute("aria-disabled", String(name === "none"));
    received.replaceChildren(...receivedView(body, header));
    verdict.dataset.tone = status === 200 ? "good" : "bad";
    verdict.replaceChildren(
      h(
        "p.head",
        { "data-code": code, "data-status": status },
        h("b", {}, statusLine(status)),
        " ",
        h("code", {}, code),
      ),
      ...[changeView(SAMPLE_BODY, body, "Changed")].filter(Boolean),
      h("p", {}, says),
      ...macsView(macs),
    );
    return `${statusLine(status)}: ${code}. ${says}`;
  }

  return { show: async () => void (received.firstChild || (await show("none"))) };
}

/** The catalogue of forgeries comes with the sandbox, which the first screen does not need to begin with. */
async function forged(name, authorization) {
  const sandbox = await import("checkout-signature/sandbox").catch(() => undefined);
  if (!sandbox) return undefined;
  const { forge } = sandbox.FORGERIES.find((forgery) => forgery.name === name);
  return forge({ body: SAMPLE_BODY, authorization }, () => authorization).body;
}

function receivedView(body, header) {
  const digits = header.slice(-64);
  return [
    h("b", {}, "POST /callback\n"),
    `Authorization: ${header.slice(0, -64)}`,
    h("span.signature-part", {}, digits),
    "\n\n",
    h("span.body-part", {}, ...markedBody(body)),
  ];
}

function markedBody(body) {
  const found = difference(SAMPLE_BODY, body);
  if (!found) return [body];
  const end = found.start + found.added.length;
  return [body.slice(0, found.start), h("mark", {}, body.slice(found.start, end)), body.slice(end)];
}
