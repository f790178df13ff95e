// A handler whose log is kept, and requests and responses that no server makes, but adapters, mocks and other runtimes do.

import { EventEmitter } from "node:events";
import { handler, secret, sign } from "./harness.mjs";

/** A handler, and what it told the log. */
export function shop(options = {}) {
  const answers = [];
  const handle = handler.createHandler({
    secret,
    onPaymentAuthorized() {},
    onAnswer: (answer) => answers.push(answer),
    ...options,
  });
  return { handle, answers, codes: () => answers.map(({ status, code }) => `${status} ${code}`) };
}

/**
 * Node's request and response by hand: a body comes when the test emits it.
 *
 * @param {string | Buffer} body
 * @param {Record<string, unknown>} [members] of the request
 */
export function pair(body, members = {}) {
  /** @type {any} */
  const request = Object.assign(new EventEmitter(), {
    method: "POST",
    rawHeaders: ["Authorization", sign(body, { secret })],
    headers: {},
    pause: () => (request.isPaused = true),
    ...members,
  });
  /** @type {any} */
  const sent = {};
  const response = {
    writeHead: (status, written) => Object.assign(sent, { status, headers: written }),
    end: () => (sent.isEnded = true),
  };
  return { request, response, sent };
}
