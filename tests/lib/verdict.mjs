// What came of a call, as a value.

import assert from "node:assert/strict";
import { imported } from "./consumer.mjs";

/** The event, or the code with which a callback is refused: the error has to be ours. @param {() => any} call */
export function verdictOf(call) {
  try {
    return call();
  } catch (error) {
    assert.ok(error instanceof imported.VerificationError, `${error?.stack ?? error}`);
    return error.code;
  }
}
