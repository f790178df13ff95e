// What is measured: the package, and what a user would pick instead, each on its own format with the same body. Every job
// gives the event, parsed, of a callback that is authentic. Bundled, so that every runtime runs the same; a page
// leaves out those that need a module of Node's.

import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { sign as signAsGitHub, verify as verifyAsGitHub } from "@octokit/webhooks-methods";
import { Verifier } from "checkout-signature";
import { createHMAC, createSHA256 } from "hash-wasm";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";

const SECRET = "a secret key for callbacks, 40 letters..";
const SECRET_IN_BASE64 = `whsec_${btoa(SECRET)}`;
const WHITESPACE = /[\t-\r \x85\xA0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+/g;
const HEADER = /^[ \t]*HMAC-SHA256[ \t]+Signature[ \t]*=[ \t]*("?)([0-9a-f]{64})\1[ \t]*$/i;
const MEMBERS = ["amount", "paymentId", "sessionId"];

const encoder = new TextEncoder();

/** @typedef {{ name: string, format: string, isAsync: boolean, job: (body: string) => Promise<() => unknown> }} Peer */

/** @returns {Promise<Peer[]>} */
export async function listPeers() {
  const verifier = new Verifier({ secret: SECRET });
  const nodeCrypto = await import("node:crypto").catch(() => undefined);
  const stripe = nodeCrypto && (await import("stripe").catch(() => undefined));
  const stripes = stripe && new stripe.default("sk_test_x");
  const tern = nodeCrypto && (await import("@hookflo/tern"));
  const ours = (/** @type {string} */ body) => [body, verifier.sign(body)];
  const peers = [
    {
      name: "checkout-signature",
      format: "Checkout",
      async job(body) {
        const [text, authorization] = ours(body);
        return () => verifier.verify(text, authorization);
      },
    },
    nodeCrypto && {
      name: "node:crypto by hand",
      format: "Checkout",
      async job(body) {
        const [text, authorization] = ours(body);
        const key = nodeCrypto.createSecretKey(Buffer.from(SECRET));
        return () => {
          const stripped = text.replace(WHITESPACE, "");
          const mac = nodeCrypto.createHmac("sha256", key).update(stripped).digest();
          if (!nodeCrypto.timingSafeEqual(mac, Buffer.from(readDigits(authorization), "hex")))
            throw new Error();
          return readEvent(text, stripped);
        };
      },
    },
    {
      name: "WebCrypto by hand",
      format: "Checkout",
      isAsync: true,
      async job(body) {
        const [text, authorization] = ours(body);
        const algorithm = { name: "HMAC", hash: "SHA-256" };
        const key = await crypto.subtle.importKey("raw", encoder.encode(SECRET), algorithm, false, [
          "verify",
        ]);
        return async () => {
          const stripped = text.replace(WHITESPACE, "");
          const mac = Uint8Array.from(readDigits(authorization).match(/../g), (digits) =>
            Number.parseInt(digits, 16),
          );
          if (!(await crypto.subtle.verify("HMAC", key, mac, encoder.encode(stripped)))) throw new Error();
          return readEvent(text, stripped);
        };
      },
    },
    {
      name: "@noble/hashes by hand",
      format: "Checkout",
      async job(body) {
        const [text, authorization] = ours(body);
        const secret = encoder.encode(SECRET);
        return () => {
          const stripped = text.replace(WHITESPACE, "");
          requireEqual(hmac(sha256, secret, encoder.encode(stripped)), readDigits(authorization));
          return readEvent(text, stripped);
        };
      },
    },
    {
      name: "hash-wasm by hand",
      format: "Checkout",
      async job(body) {
        const [text, authorization] = ours(body);
        const mac = await createHMAC(createSHA256(), SECRET);
        return () => {
          const stripped = text.replace(WHITESPACE, "");
          requireEqual(mac.init().update(stripped).digest("binary"), readDigits(authorization));
          return readEvent(text, stripped);
        };
      },
    },
    {
      name: "standardwebhooks",
      format: "Standard Webhooks",
      job: async (body) => standard(new StandardWebhook(SECRET_IN_BASE64), body),
    },
    {
      name: "svix",
      format: "Standard Webhooks",
      job: async (body) => standard(new SvixWebhook(SECRET_IN_BASE64), body),
    },
    stripes && {
      name: "stripe",
      format: "Stripe",
      async job(body) {
        const header = stripes.webhooks.generateTestHeaderString({ payload: body, secret: SECRET });
        return () => stripes.webhooks.constructEvent(body, header, SECRET);
      },
    },
    {
      name: "@octokit/webhooks-methods",
      format: "GitHub",
      isAsync: true,
      async job(body) {
        const signature = await signAsGitHub(SECRET, body);
        return async () => {
          if (!(await verifyAsGitHub(SECRET, body, signature))) throw new Error();
          return JSON.parse(body);
        };
      },
    },
    tern && {
      name: "@hookflo/tern",
      format: "GitHub",
      isAsync: true,
      async job(body) {
        const headers = { "x-hub-signature-256": await signAsGitHub(SECRET, body), "x-github-event": "push" };
        return async () => {
          // It takes nothing but a request, and reads the body off it.
          const request = new Request("https://shop.test/", { method: "POST", body, headers });
          const { isValid, payload } = await tern.WebhookVerificationService.verify(request, {
            platform: "github",
            secret: SECRET,
          });
          if (!isValid) throw new Error();
          return payload;
        };
      },
    },
  ];
  return peers.filter(Boolean).map((peer) => ({ isAsync: false, ...peer }));
}

function standard(webhook, body) {
  const now = new Date();
  const id = "msg_1";
  const headers = {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
    "webhook-signature": webhook.sign(id, now, body),
  };
  return () => webhook.verify(body, headers);
}

function readDigits(authorization) {
  const match = HEADER.exec(authorization);
  if (!match) throw new Error("malformed");
  return match[2];
}

function requireEqual(mac, digits) {
  let difference = 0;
  for (let at = 0; at < 32; at += 1)
    difference |= mac[at] ^ Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16);
  if (difference !== 0) throw new Error("mismatch");
}

/** The event, if it is the same with its whitespace and without. */
function readEvent(text, stripped) {
  const event = parseEvent(text);
  if (stripped !== text) {
    const signed = parseEvent(stripped);
    if (event.type !== signed.type || MEMBERS.some((name) => event.payload[name] !== signed.payload[name]))
      throw new Error();
  }
  return Object.freeze({ type: event.type, payload: Object.freeze(event.payload) });
}

function parseEvent(text) {
  const event = JSON.parse(text);
  const { amount, paymentId, sessionId } = event.payload;
  const isEvent = event.type === "payment-authorized" && Number.isSafeInteger(amount) && amount >= 0;
  if (!isEvent || typeof paymentId !== "string" || typeof sessionId !== "string" || !paymentId || !sessionId)
    throw new Error();
  return event;
}
