// The options that every command shares which signs or verifies.

import { DEFAULT_MAX_BODY_BYTES, SIGNED, WHITESPACE } from "../../verify/generated/core-table.ts";
import { readChoice, readInteger } from "./options.ts";

/** What a command reads or sends without a limit of the user's own. */
export const MAX_INPUT_BYTES = 2 ** 30;

export const RULE_OPTIONS = {
  whitespace: {
    value: "RULE",
    read: readChoice(WHITESPACE),
    help: "Which whitespace is not signed: all (the API's rule, and the default), insignificant, none.",
  },
  signed: {
    value: "PART",
    read: readChoice(SIGNED),
    help: "Which part is signed: body (the default), payload.",
  },
} as const;

export const LIMIT_OPTIONS = {
  "max-body": {
    value: "BYTES",
    read: readInteger(1, MAX_INPUT_BYTES),
    help: `The longest body accepted: ${DEFAULT_MAX_BODY_BYTES} bytes (1 MiB) by default.`,
  },
} as const;

export const HEADER_OPTIONS = {
  header: { value: "VALUE", help: "The Authorization header as it was received, with or without its name." },
  "header-file": {
    value: "FILE",
    help: "Reads the header from a file (- for stdin), which may hold the request's other headers too.",
  },
} as const;

/** The rules as the package takes them: what was not given is left out. */
export interface Rules {
  whitespace?: (typeof WHITESPACE)[number];
  signed?: (typeof SIGNED)[number];
  maxBodyBytes?: number;
}

/** Names the options as the package names them. */
export function pickRules(values: {
  readonly whitespace?: Rules["whitespace"] | undefined;
  readonly signed?: Rules["signed"] | undefined;
  readonly "max-body"?: number | undefined;
}): Rules {
  const { whitespace, signed, "max-body": maxBodyBytes } = values;
  return {
    ...(whitespace && { whitespace }),
    ...(signed && { signed }),
    ...(maxBodyBytes && { maxBodyBytes }),
  };
}
