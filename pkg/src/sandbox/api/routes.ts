// The paths of the API and of the sandbox's own pages, and what each responds with.

import type { Clock } from "../clock.ts";
import type { Deliveries } from "../deliveries.ts";
import { ADVANCE_LIMIT, isAdvance, isSpeed, type Settings, SPEED_RULE } from "../options.ts";
import { STYLE } from "../pages/html.ts";
import { renderMessagePage, renderOverviewPage, renderPaymentPage } from "../pages/index.ts";
import type { Route } from "../router.ts";
import { readForm, readJson } from "./body.ts";
import type { Checkout, Decision } from "./checkout.ts";
import { Problem, respondJson } from "./responses.ts";
import type { Tokens } from "./token.ts";

/** A request, where it came in, and the sandbox's parts. */
export interface Context {
  readonly request: Request;
  /** The scheme and host that payment pages are reached at. */
  readonly origin: string;
  /** The path that the sandbox is mounted at; empty for none. */
  readonly root: string;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly tokens: Tokens;
  readonly checkout: Checkout;
  readonly deliveries: Deliveries;
}

export const ROUTES: readonly Route<Context>[] = [
  { method: "POST", pattern: /^\/token$/, respond: ({ tokens, request }) => tokens.issue(request) },
  { method: "POST", pattern: /^\/checkout$/, respond: createSession },
  { method: "GET", pattern: /^\/checkout\/([^/]+)$/, respond: readSession },
  { method: "POST", pattern: /^\/checkout\/([^/]+)\/payment$/, respond: createPayment },
  { method: "GET", pattern: /^\/pay\/([^/]+)$/, respond: showPayment },
  { method: "POST", pattern: /^\/pay\/([^/]+)$/, respond: decidePayment },
  { method: "GET", pattern: /^\/(?:sandbox\/?)?$/, respond: showOverview },
  { method: "GET", pattern: /^\/sandbox\/deliveries$/, respond: listDeliveries },
  { method: "GET", pattern: /^\/sandbox\/style\.css$/, respond: sendStyle },
  { method: "POST", pattern: /^\/sandbox\/clock$/, respond: moveClock },
];

async function createSession({ tokens, checkout, request }: Context): Promise<Response> {
  tokens.check(request);
  const { id, products } = checkout.createSession(await readJson(request));
  return respondJson({ id, products });
}

function readSession({ tokens, checkout, request }: Context, id: string): Response {
  tokens.check(request);
  return respondJson(checkout.findSession(id));
}

async function createPayment(context: Context, id: string): Promise<Response> {
  const { tokens, checkout, request, origin, root } = context;
  tokens.check(request);
  const given = await readJson(request);
  return respondJson(checkout.createPayment(id, given, (paymentId) => `${origin}${root}/pay/${paymentId}`));
}

function showPayment({ checkout, root }: Context, id: string): Response {
  const view = checkout.findPayment(id);
  return view ? renderPaymentPage(view, root) : renderMissingPayment(root);
}

/** The customer has decided: they go back to the shop, and if they have paid, the callback is sent. */
async function decidePayment(context: Context, id: string): Promise<Response> {
  const { checkout, clock, deliveries, request, root } = context;
  const view = checkout.findPayment(id);
  if (!view) return renderMissingPayment(root);
  const decision = (await readForm(request))?.get("decision");
  if (!isDecision(decision)) {
    const text = "Send a form with decision=approve or decision=cancel.";
    return renderMessagePage("Approve or cancel?", text, { root, status: 400 });
  }
  const result = checkout.decide(view, decision, clock.now());
  if (!result.isAccepted) {
    const title = "This payment was already decided";
    return renderMessagePage(title, result.reason, { root, status: 409 });
  }
  if (result.isNewlyAuthorized) deliveries.begin(view);
  const headers = { Location: result.redirect, "Cache-Control": "no-store" };
  return new Response(null, { status: 303, headers });
}

function renderMissingPayment(root: string): Response {
  const text = "The sandbox forgets its payments when it is restarted.";
  return renderMessagePage("There is no such payment", text, { root, status: 404 });
}

function isDecision(value: string | null | undefined): value is Decision {
  return value === "approve" || value === "cancel";
}

function showOverview({ checkout, clock, deliveries, request, root, settings }: Context): Response {
  const state = {
    now: new Date(clock.now()).toISOString(),
    speed: clock.speed,
    merchantId: settings.merchantId,
    sessions: checkout.list(),
    deliveries: deliveries.list(),
  };
  const isForPeople = request.headers.get("accept")?.includes("text/html");
  return isForPeople ? renderOverviewPage(state, root) : respondJson(state);
}

function listDeliveries({ deliveries }: Context): Response {
  return respondJson(deliveries.list());
}

function sendStyle(): Response {
  return new Response(STYLE, { headers: { "Content-Type": "text/css" } });
}

async function moveClock({ clock, request }: Context): Promise<Response> {
  const { speed = clock.speed, advance = 0 } = Object(await readJson(request));
  if (!isSpeed(speed) || typeof advance !== "number" || !isAdvance(advance * 1000, clock.now())) {
    const detail = `Send {"speed": …}, ${SPEED_RULE}; or {"advance": …}, a number of seconds, 0 or more, ${ADVANCE_LIMIT}.`;
    throw new Problem(400, "The clock cannot do that", { detail });
  }
  clock.speed = speed;
  await clock.advance(advance * 1000);
  return respondJson({ now: new Date(clock.now()).toISOString(), speed });
}
