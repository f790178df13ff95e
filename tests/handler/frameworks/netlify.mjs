// Netlify's own wrapper around a function, which turns the events of AWS Lambda into requests.

import { PassThrough } from "node:stream";

/** @type {WeakMap<object, number>} */
const statuses = new WeakMap();
// Lambda's globals for a response that is a stream: the status goes ahead of the body.
const awslambda = {
  streamifyResponse: (run) => run,
  HttpResponseStream: { from: (stream, { statusCode }) => statuses.set(stream, statusCode) && stream },
};
Object.assign(globalThis, { awslambda });
const { getLambdaHandler } = await import("@netlify/serverless-functions-api");

/** Calls a function of `(request, context)` with an event, and gives the status. */
export async function callOnNetlify(respond, body, headers) {
  const event = {
    rawUrl: "https://shop.test/callback",
    path: "/callback",
    httpMethod: "POST",
    headers,
    body: Buffer.from(body).toString("base64"),
    isBase64Encoded: true,
  };
  const stream = new PassThrough().resume();
  const context = { awsRequestId: "1", getRemainingTimeInMillis: () => 10_000 };
  // Its declaration leaves the stream out.
  const handle = /** @type {Function} */ (getLambdaHandler({ default: respond }));
  await handle(event, stream, context);
  return statuses.get(stream);
}
