import { sign, verify } from "checkout-signature";
import { changeAmount, reformat, spaceInPaymentId } from "./edits.js";
import { accepted, refused } from "./verdict.js";
import { show } from "./view.js";

const element = (id) => document.getElementById(id);
const form = element("callback");
const body = element("body");
const authorization = element("authorization");
const secret = element("secret");
const output = element("verdict");

/** Buttons that change the body, each with its edit: the new body, or undefined where it does not apply. */
const edits = [
  [element("change-amount"), changeAmount],
  [element("reformat"), reformat],
  [element("space-in-id"), spaceInPaymentId],
];

/** Verifies what the fields hold, after doing something to them. */
function judge(first) {
  let verdict;
  try {
    first?.();
    // A header is one line; line breaks can only have come with the pasting.
    const header = authorization.value.replaceAll("\n", "");
    verdict = accepted(verify(body.value, header, { secret: secret.value }));
  } catch (error) {
    verdict = refused(error);
  }
  show(verdict, output);
  for (const [button, edit] of edits) button.disabled = edit(body.value) === undefined;
}

function signBody() {
  authorization.value = sign(body.value, { secret: secret.value });
}

function startOver() {
  form.reset();
  reveal(false);
  signBody();
}

function reveal(visible) {
  secret.type = visible ? "text" : "password";
  element("show").textContent = visible ? "Hide" : "Show";
  element("show").ariaLabel = visible ? "Hide the secret" : "Show the secret";
}

for (const [button, edit] of edits) {
  button.addEventListener("click", () => judge(() => (body.value = edit(body.value))));
}
element("sign").addEventListener("click", () => judge(signBody));
element("start-over").addEventListener("click", () => judge(startOver));
element("show").addEventListener("click", () => reveal(secret.type === "password"));
form.addEventListener("input", () => judge());
// Enter in the secret's field would reload the page.
form.addEventListener("submit", (event) => event.preventDefault());

element("controls").disabled = false;
judge(startOver);
