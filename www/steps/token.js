// Authenticate: the OAuth 2 client credentials become a token that lasts an hour.

import { bringIntoView, find, h, revealer, say } from "../lib/dom.js";
import { MERCHANT } from "../model/walk.js";
import { exchangeView } from "../views/exchange.js";
import { problems } from "../views/problems.js";

/** @param {import("../model/walk.js").Walk} walk */
export function mount(section, walk) {
  const form = find("form", section);
  const { id, key } = form.elements;
  const toggle = find("#token-show", section);
  const result = find("[data-result]", section);

  const fill = (merchantId, apiKey) => {
    id.value = merchantId;
    key.value = apiKey;
  };
  const fillIn = () => fill(MERCHANT.merchantId, MERCHANT.apiKey);
  /** The exchange that was shown last. @type {object | undefined} */
  let shown;
  fillIn();

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { response } = await walk.authenticate({ clientId: id.value, apiKey: key.value });
    show();
    // After a mistake was put right, what had the focus is gone.
    const isLost = document.activeElement === document.body;
    if (response.status !== 200 || isLost) result.firstChild.focus();
    else {
      bringIntoView(result.firstChild);
      say("200: you have a token.");
    }
  });

  revealer(toggle, key, "the API key");
  // The request shows the key exactly when the field does.
  toggle.addEventListener("click", show);

  function show() {
    const { token } = walk.exchanges;
    if (!token) return;
    shown = token;
    const isGiven = token.response.status === 200;
    for (const field of [id, key]) field.removeAttribute("aria-invalid");
    result.replaceChildren(
      isGiven ? given(JSON.parse(token.response.body)) : refused(),
      exchangeView(drawn(token), {
        label: "Get a token",
        example: { file: "checkout.mjs", marks: '"/token"' },
      }),
    );
  }

  function refused() {
    for (const field of [id, key]) field.setAttribute("aria-invalid", "true");
    const again = h("button", { type: "button" }, "Restore the sandbox credentials");
    again.addEventListener("click", () => {
      fillIn();
      form.requestSubmit();
    });
    return problems(
      "401: wrong credentials",
      [
        { field: id, text: "Merchant id: is it this environment's?" },
        { field: key, text: "API key: is it complete, with no space or line break?" },
      ],
      h("p", {}, "One of them is wrong. The API doesn't say which, so nobody can guess them one at a time."),
      again,
    );
  }

  /** The API key is as hidden in the request as it is in its field. */
  function drawn({ request, response }) {
    const body =
      key.type === "password" ? request.body.replace(/(?<=client_secret=)[^&]+/, "••••••••") : request.body;
    return { request: { ...request, body }, response };
  }

  return {
    show() {
      // A later step may have got a token since, with other credentials than the fields have.
      const { token } = walk.exchanges;
      if (token && token !== shown) {
        const sent = new URLSearchParams(token.request.body);
        fill(sent.get("client_id"), sent.get("client_secret"));
      }
      show();
    },
  };
}

function given({ expires_in }) {
  return h(
    "div.verdict",
    { "data-tone": "good", role: "group", tabindex: -1, "aria-label": "200: you have a token" },
    h("b", {}, "200: you have a token"),
    h(
      "p",
      {},
      `It lasts ${expires_in / 60} minutes. Your server sends it with every call, and requests a new one when it expires.`,
    ),
    h("p.actions", {}, h("a.button.primary", { href: "#session" }, "Create the session")),
  );
}
