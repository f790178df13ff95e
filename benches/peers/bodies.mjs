// The bodies that every job gets, compact and indented.

const ids = { paymentId: "e7dbc6b9fc2542c69eb53f9e9b978294", sessionId: "4e0d7dd3c12441fba02981f60732a13f" };
const event = { type: "payment-authorized", payload: { amount: 2000, ...ids } };

export const bodies = [
  ["149 bytes", makeBody(0)],
  ["197 bytes, indented", makeBody(0, 4)],
  ["1 KiB", makeBody(1024)],
  ["1 KiB, indented", makeBody(1024, 4)],
  ["64 KiB", makeBody(64 * 1024)],
  ["64 KiB, indented", makeBody(64 * 1024, 4)],
  ["1 MiB", makeBody(1024 * 1024)],
  ["1 MiB, indented", makeBody(1024 * 1024, 4)],
];

/** The callback, with order lines until it is that long. */
function makeBody(bytes, indent) {
  const body = (count) => {
    const line = (at) => ({ reference: `line-${at}`, name: "Coffee beans", quantity: 2, unitPrice: 1000 });
    const lines = count === 0 ? {} : { lines: Array.from({ length: count }, (_, at) => line(at)) };
    return JSON.stringify({ ...event, ...lines }, undefined, indent);
  };
  let [fits, tooMany] = [0, Math.ceil(bytes / 60) + 1];
  while (tooMany - fits > 1) {
    const count = (fits + tooMany) >> 1;
    if (body(count).length <= bytes) fits = count;
    else tooMany = count;
  }
  return body(fits);
}
