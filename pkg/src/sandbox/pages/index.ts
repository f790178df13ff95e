// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// What people see: the page where a payment is approved or cancelled, and the page that shows what the sandbox holds.

import { html, page } from "./html.ts";

/**
 * An amount as people write it, in the currency's own unit.
 *
 * @param {number} amount in minor units
 * @param {string} currency
 */
export function money(amount, currency) {
  const style = new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay: "code" });
  const digits = style.resolvedOptions().maximumFractionDigits ?? 2;
  return style.format(amount / 10 ** digits);
}

/**
 * The payment page: Vipps's, or the card partner's.
 *
 * @param {any} payment
 * @param {any} session
 * @param {string} root
 */
export function paymentPage(
  { id, amount, status },
  { product, merchantReference, currency, merchantUrls },
  root,
) {
  const isVipps = product.type === "vipps";
  const asks = isVipps
    ? "Vipps asks on the phone: do you want to pay?"
    : "The bank asks: do you want to pay with this card?";
  const back = status === "authorized" ? merchantUrls.accept : merchantUrls.cancel;
  const main = html`<section class="sandbox-payment sandbox-${product.type}">
<h1>Pay with ${product.name}</h1>
<p class="sandbox-amount">${money(amount, currency)}</p>
<p>Order ${merchantReference}</p>
${
  status === "created"
    ? html`<p>${asks}</p>
<form method="post" action="${root}/pay/${id}">
<button class="primary" name="decision" value="approve">Approve</button>
<button name="decision" value="cancel">Cancel</button>
</form>`
    : html`<p>This payment is ${status}.</p>
<p><a href="${back}">Back to the shop</a></p>`
}
</section>`;
  return page(`Pay with ${product.name}`, main, { root });
}

/**
 * @param {string} title
 * @param {string} text
 * @param {{ root: string, status: number }} options
 */
export function messagePage(title, text, options) {
  return page(title, html`<h1>${title}</h1>\n<p>${text}</p>`, options);
}

/**
 * What the sandbox holds.
 *
 * @param {{ now: string, speed: number, merchantId: number, sessions: any[], deliveries: any[] }} state
 * @param {string} root
 */
export function overviewPage({ now, speed, merchantId, sessions, deliveries }, root) {
  const main = html`<h1>The Checkout API, in miniature</h1>
<p>Merchant ${merchantId}. Its clock says ${now} and runs ${speed === 1 ? "with the world's" : `${speed} times as fast as the world's`}.
Move it with <code>POST ${root}/sandbox/clock</code> and <code>{"advance": 3600}</code>, or <code>{"speed": 60}</code>.</p>
<h2>Sessions</h2>
${
  sessions.length === 0
    ? html`<p>None yet: get a token with <code>POST ${root}/token</code>, then <code>POST ${root}/checkout</code>.</p>`
    : html`<div class="sandbox-log"><table>
<tr><th>Session</th><th>Order</th><th>Amount</th><th>Status</th><th>Payments</th></tr>
${sessions.map(
  (session) => html`<tr><td><code>${session.id}</code></td><td>${session.merchantReference}</td>
<td>${money(session.totalAmount, session.currency)}</td><td>${session.status}</td>
<td>${session.payments.map((/** @type {any} */ payment) => html`<a href="${root}/pay/${payment.id}">${payment.status}</a> `)}</td></tr>
`,
)}</table></div>`
}
<h2>Callbacks</h2>
${
  deliveries.length === 0
    ? html`<p>None yet: one is sent when a payment is approved.</p>`
    : html`<div class="sandbox-log"><table>
<tr><th>Payment</th><th>To</th><th>State</th><th>Attempts</th><th>Next</th></tr>
${deliveries.map(
  ({ paymentId, request, state, attempts, nextAttemptAt }) => html`<tr><td><code>${paymentId}</code></td>
<td><code>${request.url}</code></td><td>${state}</td>
<td>${attempts.map((/** @type {any} */ { at, status, error }) => html`${at}: ${status ?? error}<br>`)}</td><td>${nextAttemptAt ?? "never"}</td></tr>
`,
)}</table></div>`
}`;
  return page("The Checkout API", main, { root });
}
