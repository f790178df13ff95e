// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// The options that every command shares which signs or verifies.

import { choice, integer } from "./options.ts";

/** @type {Record<string, import("./options.ts").Option>} */
export const RULE_OPTIONS = {
  whitespace: {
    value: "RULE",
    read: choice(["all", "insignificant", "none"]),
    help: "Which whitespace is not signed: all (the API's rule, and the default), insignificant, none.",
  },
  signed: {
    value: "PART",
    read: choice(["body", "payload"]),
    help: "Which part is signed: body (the default), payload.",
  },
};

/** @type {Record<string, import("./options.ts").Option>} */
export const LIMIT_OPTIONS = {
  "max-body": {
    value: "BYTES",
    read: integer(1, 2 ** 30),
    help: "The longest body accepted: 1048576 (1 MiB) by default.",
  },
};

/** @type {Record<string, import("./options.ts").Option>} */
export const HEADER_OPTIONS = {
  header: { value: "VALUE", help: "The Authorization header as it came, with or without its name." },
  "header-file": {
    value: "FILE",
    help: "Reads the header from a file (- for stdin); it may hold the request's other headers too.",
  },
};

/**
 * The rules as the package takes them.
 *
 * @param {Record<string, any>} values
 */
export function rules({ whitespace, signed, "max-body": maxBodyBytes }) {
  return { whitespace, signed, maxBodyBytes };
}
