// What people see: the page where a payment is approved or cancelled, and the page that shows what the sandbox holds.

import type { PaymentView, Session } from "../api/checkout.ts";
import type { Delivery } from "../deliveries.ts";
import { html, renderPage } from "./html.ts";

/** Formats an amount in minor units as people write it, in the currency's own unit. */
function formatMoney(amount: number, currency: string): string {
  const format = new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay: "code" });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amount / 10 ** digits);
}

/** Renders the payment page: Vipps's, or the card provider's. */
export function renderPaymentPage({ payment, session, product }: PaymentView, root: string): Response {
  const { id, amount, status } = payment;
  const { merchantReference, currency, merchantUrls } = session;
  const question =
    product.type === "vipps"
      ? "Vipps asks on the phone: do you want to pay?"
      : "The bank asks: do you want to pay with this card?";
  const back = status === "authorized" ? merchantUrls.accept : merchantUrls.cancel;
  const main = html`<section class="sandbox-payment sandbox-${product.type}">
<h1>Pay with ${product.name}</h1>
<p class="sandbox-amount">${formatMoney(amount, currency)}</p>
<p>Reference: ${merchantReference}</p>
${
  status === "created"
    ? html`<p>${question}</p>
<form method="post" action="${root}/pay/${id}">
<button class="primary" name="decision" value="approve">Approve</button>
<button name="decision" value="cancel">Cancel</button>
</form>`
    : html`<p>This payment is ${status}.</p>
<p><a href="${back}">Back to the shop</a></p>`
}
</section>`;
  return renderPage(`Pay with ${product.name}`, main, { root });
}

export function renderMessagePage(
  title: string,
  text: string,
  options: { root: string; status: number },
): Response {
  return renderPage(title, html`<h1>${title}</h1>\n<p>${text}</p>`, options);
}

/** What the overview shows. */
interface Overview {
  readonly now: string;
  readonly speed: number;
  readonly merchantId: number;
  readonly sessions: readonly Session[];
  readonly deliveries: readonly Delivery[];
}

/** Renders what the sandbox holds. */
export function renderOverviewPage(
  { now, speed, merchantId, sessions, deliveries }: Overview,
  root: string,
): Response {
  const main = html`<h1>The Checkout API, in miniature</h1>
<p>Merchant ${merchantId}. The sandbox's clock says ${now} and ${describeSpeed(speed)}.
Move it with <code>POST ${root}/sandbox/clock</code> and <code>{"advance": 3600}</code>, or <code>{"speed": 60}</code>.</p>
<h2>Sessions</h2>
${
  sessions.length === 0
    ? html`<p>None yet: get a token with <code>POST ${root}/token</code>, then <code>POST ${root}/checkout</code>.</p>`
    : html`<div class="sandbox-log"><table>
<tr><th>Session</th><th>Reference</th><th>Amount</th><th>Status</th><th>Payments</th></tr>
${sessions.map((session) => renderSession(session, root))}</table></div>`
}
<h2>Callbacks</h2>
${
  deliveries.length === 0
    ? html`<p>None yet: one is sent when a payment is approved.</p>`
    : html`<div class="sandbox-log"><table>
<tr><th>Payment</th><th>To</th><th>State</th><th>Attempts</th><th>Next</th></tr>
${deliveries.map(renderDelivery)}</table></div>`
}`;
  return renderPage("The Checkout API", main, { root });
}

function describeSpeed(speed: number): string {
  if (speed === 0) return "stands still";
  return speed === 1 ? "runs in real time" : `runs ${speed} times as fast as real time`;
}

function renderSession(session: Session, root: string) {
  const { id, merchantReference, totalAmount, currency, status, payments } = session;
  return html`<tr><td><code>${id}</code></td><td>${merchantReference}</td>
<td>${formatMoney(totalAmount, currency)}</td><td>${status}</td>
<td>${payments.map((payment) => html`<a href="${root}/pay/${payment.id}">${payment.status}</a> `)}</td></tr>
`;
}

function renderDelivery({ paymentId, request, state, attempts, nextAttemptAt }: Delivery) {
  return html`<tr><td><code>${paymentId}</code></td>
<td><code>${request.url}</code></td><td>${state}</td>
<td>${attempts.map(({ at, status, error }) => html`${at}: ${status ?? error}<br>`)}</td><td>${nextAttemptAt ?? "none"}</td></tr>
`;
}
