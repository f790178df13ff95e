// What can be seen in a body by itself, where nothing matches.

import type { Finding } from "../finding.ts";
import { type Content, decodeLatin1, parseJson } from "../text.ts";

/** How compressed formats begin. */
const COMPRESSED: readonly (readonly [start: RegExp, format: string])[] = [
  [/^\x1f\x8b/, "gzip"],
  [/^\x78[\x01\x5e\x9c\xda]/, "deflate"],
  [/^\x28\xb5\x2f\xfd/, "zstd"],
  [/^PK\x03\x04/, "zip"],
];

export function inspectBody({ bytes, text }: Content): Finding[] {
  const start = decodeLatin1(bytes.subarray(0, 16));
  if (bytes.length === 0) {
    return [
      {
        code: "body-empty",
        finding: "The body is empty.",
        change:
          "Something has read it before: middleware, a parser, a log. It can be read once: read it first, or from a clone.",
      },
    ];
  }
  const format = COMPRESSED.find(([pattern]) => pattern.test(start))?.[1];
  if (format) {
    return [
      {
        code: "body-compressed",
        finding: `The body is compressed (${format}); the signature is over the bytes as the API sent them, uncompressed.`,
        change:
          "Do not let a proxy compress requests on the way, or decompress the body before you verify, as its " +
          "Content-Encoding says.",
      },
    ];
  }
  if (text === undefined) {
    return [
      {
        code: "body-not-utf8",
        finding:
          "The body is not UTF-8: it is binary, or in another encoding, or compressed with Brotli, which cannot be recognized.",
        change:
          "Compare its length with the request's Content-Length, and look at Content-Encoding and Content-Type.",
      },
    ];
  }
  return [...inspectText(text)];
}

function* inspectText(text: string): Generator<Finding> {
  if (text.includes("\ufffd")) {
    yield {
      code: "body-lossy-decoding",
      finding:
        "The body has the character U+FFFD in it: bytes that are not UTF-8 were read as text, and are lost.",
      change:
        "They cannot be recovered. Take the body as bytes (await request.arrayBuffer(), express.raw), and join chunks " +
        "as bytes, not as strings.",
    };
  }
  const trimmed = text.trim();
  if (/^\[object \w+\]$/.test(trimmed)) {
    yield {
      code: "body-object-as-text",
      finding: "The body is the text that JavaScript makes of an object.",
      change:
        "It was parsed, and then converted to text without JSON. Take the body before anything parses it.",
    };
  } else if (trimmed === "undefined" || trimmed === "null") {
    yield {
      code: "body-missing-as-text",
      finding: "The body is the text of a missing value.",
      change: "Find out what should have read the request's body, and did not.",
    };
  } else if (/^<[!?a-z]/i.test(trimmed)) {
    yield {
      code: "body-markup",
      finding: "The body is HTML or XML, and a callback is JSON.",
      change: "Find out where it comes from: it is an error page, or not a callback of the API.",
    };
  } else if (/\*{4}|\[(?:filtered|redacted|truncated)\]/i.test(trimmed)) {
    yield {
      code: "body-masked",
      finding: "Something in the body seems to be masked, as logs do with private data.",
      change: "Take the body from the request itself, not from a log.",
    };
  } else {
    yield* inspectJson(trimmed);
  }
}

function* inspectJson(text: string): Generator<Finding> {
  const value = parseJson(text);
  if (value === undefined) {
    const isCut = /^[[{]/.test(text) && !/[\]}]$/.test(text);
    yield isCut
      ? {
          code: "body-cut",
          finding: "The body ends before its JSON does.",
          change:
            "It was cut off: by a limit or a log, or one chunk was taken for all. Compare its length with Content-Length.",
        }
      : {
          code: "body-not-json",
          finding: "The body is not JSON, and every callback is.",
          change:
            "Look at what arrived at the edge of your system, byte for byte, before anything has touched it.",
        };
  } else if (typeof value !== "object" || value === null || !("type" in value) || !("payload" in value)) {
    yield {
      code: "body-not-an-event",
      finding: "The body is JSON, but does not have the members type and payload that the API's events have.",
      change:
        "It may be another request than the callback, or a part of it. Give the whole body of the callback.",
    };
  }
}
