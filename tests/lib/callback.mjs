// One callback that every suite shares. Nothing is imported here: the runtimes' suite is bundled with it.

export const secret = "correct horse battery staple";
export const ids = {
  paymentId: "e7dbc6b9fc2542c69eb53f9e9b978294",
  sessionId: "4e0d7dd3c12441fba02981f60732a13f",
};
export const payload = { amount: 2000, ...ids };
export const event = { type: "payment-authorized", payload };
export const body = JSON.stringify(event);
export const bytes = new TextEncoder().encode(body);

/** The body with other members in its payload. */
export const callback = (changes = {}) => JSON.stringify({ ...event, payload: { ...payload, ...changes } });
