// One callback that the tests share.

export const secret = "correct horse battery staple";
export const payload = {
  amount: 2000,
  paymentId: "e7dbc6b9fc2542c69eb53f9e9b978294",
  sessionId: "4e0d7dd3c12441fba02981f60732a13f",
};
export const event = { type: "payment-authorized", payload };
export const body = JSON.stringify(event);
export const bytes = new TextEncoder().encode(body);
