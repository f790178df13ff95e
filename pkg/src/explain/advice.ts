// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// What to look at where nothing matches: first what can be seen, then what is likely.

import { parsed } from "./suspects/rewritten.ts";
import { latin1Text, textOf } from "./text.ts";

/** @typedef {import("checkout-signature/explain").Finding} Finding */
/** @typedef {import("./search/candidates.ts").Content} Content */

/** What a body begins with that was compressed. @type {[begins: RegExp, name: string][]} */
const COMPRESSED = [
  [/^\x1f\x8b/, "gzip"],
  [/^\x78[\x01\x5e\x9c\xda]/, "deflate"],
  [/^\x28\xb5\x2f\xfd/, "zstd"],
  [/^PK\x03\x04/, "zip"],
];

/**
 * What can be seen in a body by itself.
 *
 * @param {Content} content
 * @returns {Finding[]}
 */
export function seenInBody({ bytes, text }) {
  const start = latin1Text(bytes.subarray(0, 16));
  if (bytes.length === 0) {
    return [
      {
        finding: "The body is empty.",
        change:
          "Something has read it before: a middleware, a parser, a log. It can be read once: take it first, or from a clone.",
      },
    ];
  }
  const format = COMPRESSED.find(([begins]) => begins.test(start))?.[1];
  if (format) {
    return [
      {
        finding: `The body is compressed (${format}), and the signature is over the bytes as the API sent them, uncompressed.`,
        change:
          "Let no proxy compress requests on the way, or decompress it before you verify, as its Content-Encoding says.",
      },
    ];
  }
  if (text === undefined) {
    return [
      {
        finding:
          "The body is not UTF-8: it is binary, or compressed (Brotli cannot be told by its bytes), or in another encoding.",
        change:
          "Compare its length with the request's Content-Length, and look at Content-Encoding and Content-Type.",
      },
    ];
  }
  return [...seenInText(text)];
}

/** @param {string} text @returns {Generator<Finding>} */
function* seenInText(text) {
  if (text.includes("\ufffd")) {
    yield {
      finding:
        "The body has the character U+FFFD in it: bytes were read as text that were no UTF-8, and they are lost.",
      change:
        "Nothing brings them back. Take the body as bytes (await request.arrayBuffer(), express.raw), and put chunks together " +
        "as bytes, not as strings.",
    };
  }
  const trimmed = text.trim();
  if (/^\[object \w+\]$/.test(trimmed)) {
    yield {
      finding: "The body is the text that JavaScript makes of an object.",
      change: "It was parsed, and then made into text without JSON. Take the body before anything parses it.",
    };
  } else if (trimmed === "undefined" || trimmed === "null") {
    yield {
      finding: "The body is the text of a value that was not there.",
      change: "Find out what should have read the request's body, and did not.",
    };
  } else if (/^<[!?a-z]/i.test(trimmed)) {
    yield {
      finding: "The body is HTML or XML, and a callback is JSON.",
      change: "Look at where this comes from: it is an error page, or no callback of the API.",
    };
  } else if (/\*{4}|\[(?:filtered|redacted|truncated)\]/i.test(trimmed)) {
    yield {
      finding: "Something in the body seems to be masked, as logs do with what is private.",
      change: "Take the body from the request itself, not from a log.",
    };
  } else {
    yield* seenInJson(trimmed);
  }
}

/** @param {string} text @returns {Generator<Finding>} */
function* seenInJson(text) {
  const value = parsed(text);
  if (value === undefined) {
    yield /^[[{]/.test(text) && !/[\]}]$/.test(text)
      ? {
          finding: "The body ends before its JSON does.",
          change:
            "It was cut off: by a limit, by a log, or a chunk was taken for all. Compare its length with Content-Length.",
        }
      : {
          finding: "The body is not JSON, which every callback is.",
          change:
            "Look at what came in at the edge of your system, byte for byte, before anything has touched it.",
        };
  } else if (typeof value !== "object" || value === null || !("type" in value) || !("payload" in value)) {
    yield {
      finding: "The body is JSON, but has no type and payload as the API's events do.",
      change:
        "It may be another request than the callback, or a part of it. Give the whole body of the callback.",
    };
  }
}

/**
 * What can be seen in the secrets by themselves.
 *
 * @param {Uint8Array[]} secrets
 * @param {boolean} wasTried whether it is known that what seems to be the matter is not all
 * @returns {Finding[]}
 */
export function seenInSecrets(secrets, wasTried) {
  const besides = wasTried ? " That alone does not help: there is something else besides." : "";
  return secrets.flatMap((secret, at) => {
    const name = secrets.length === 1 ? "The secret" : `Secret ${at + 1} of ${secrets.length}`;
    return [...seenInSecret(textOf(secret) ?? "", name, besides)];
  });
}

/** @param {string} text @param {string} name @param {string} besides @returns {Generator<Finding>} */
function* seenInSecret(text, name, besides) {
  if (/^\p{White_Space}|\p{White_Space}$/u.test(text)) {
    yield {
      finding: `${name} begins or ends with whitespace, most likely the newline of the file or variable that it came from.`,
      change: `Trim it.${besides}`,
    };
  }
  if (/^(["'`]).*\1$/s.test(text)) {
    yield { finding: `${name} has quotes around it.`, change: `Take them off, most likely.${besides}` };
  }
  if (text.includes("-----BEGIN")) {
    yield {
      finding: `${name} is a key or certificate in PEM, and callbacks are signed with a shared secret.`,
      change: "Set the secret key for callbacks, which the merchant has from the API.",
    };
  } else if (/^eyJ[\w-]*\.[\w-]+\./.test(text)) {
    yield {
      finding: `${name} is a JSON web token, as access tokens are.`,
      change: "Set the secret key for callbacks: it is neither a token nor the API key.",
    };
  } else if (/^(?:\$\{?\w+\}?|%\w+%|\{\{.*\}\}|<.*>|process\.env\..*)$/s.test(text)) {
    yield {
      finding: `${name} looks like the name of a variable, or a place to put it, and not like its value.`,
      change:
        "See to it that its value is put there: in single quotes, and in files that nothing expands, a name stays a name.",
    };
  } else if (text.length > 0 && text.length < 16) {
    yield {
      finding: `${name} has only ${text.length} character${text.length === 1 ? "" : "s"}.`,
      change:
        "See whether all of it was copied, and whether a # or a $ has cut it off in a shell or a .env file.",
    };
  }
}

/**
 * What to check next, most likely first.
 *
 * @param {Content} content
 * @param {boolean} isComplete
 * @returns {Finding[]}
 */
export function next({ bytes }, isComplete) {
  const all = [
    {
      finding:
        "Nothing that was tried matches: other forms of the secret, other rules, other forms of the body.",
      change:
        "Check the secret first: it has to be the secret key for callbacks (not the API key), of the same merchant, and of the " +
        "same environment, test or production, as the session.",
    },
    {
      finding: `The body may have been changed on the way here. It has ${bytes.length} bytes now.`,
      change:
        "Compare that with the Content-Length that the request came in with, at the outermost server. Look for middleware, " +
        "proxies and gateways that read, log or rewrite bodies.",
    },
    {
      finding: "The signature may belong to another delivery than the body.",
      change: "Take both from one request: not a body from a log, and a header from another try.",
    },
    {
      finding: "The request may not come from the Checkout API at all, which is what signatures are for.",
      change:
        "If you have sent it yourself, sign it with sign() of this package. If nobody did, refusing it was right.",
    },
  ];
  if (isComplete) return all;
  return [
    ...all,
    {
      finding: "Not everything was tried, since the body is long or the secrets are many.",
      change:
        "Try again with one secret, and with the shortest callback that you can find: most have a few hundred bytes.",
    },
  ];
}
