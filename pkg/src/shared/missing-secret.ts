import { SECRET_ERRORS } from "../verify/generated/core-table.ts";

const [[, EMPTY_SECRET]] = SECRET_ERRORS;

/** Says that there is no secret, in the core's words, and where it most likely got lost. */
export function describeMissingSecret(what: string): string {
  return (
    `${EMPTY_SECRET} What was given is ${what}; if it comes from an environment variable, that variable is not ` +
    "set here."
  );
}
