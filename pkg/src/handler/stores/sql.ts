// What the SQL stores share: names that are safe in a statement, and keys that every database compares alike.

import { invalidOption } from "../../shared/caller-error.ts";
import { digestText } from "./digest.ts";

export const TABLE_NAME = "checkout_deliveries";

/** The shortest limit of the databases is PostgreSQL's 63 bytes. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;
/** No space and no control character, so that no collation or padding can make two of them equal. */
const PLAIN_KEY = /^[!-~]{1,191}$/;
const DIGEST = "sha256:";

/** Checks the name of a table or schema: it is part of every statement, so nothing but letters, digits and `_` may be in it. */
export function checkName(option: string, value: unknown): string {
  if (typeof value === "string" && NAME.test(value)) return value;
  throw invalidOption(
    `${option} must be a name of ASCII letters, digits and _, not beginning with a digit, 63 characters at most.`,
  );
}

/**
 * How a key is written in a table: as it is, or as its SHA-256 where it is long or has other than printable ASCII
 * characters. Databases differ in what they take, and in what they hold for equal.
 */
export async function encodeKey(key: string): Promise<string> {
  if (PLAIN_KEY.test(key) && !key.startsWith(DIGEST)) return key;
  return DIGEST + (await digestText("SHA-256", key));
}

/** A statement of the merchant's failed, and the database has undone all of the transaction: there is nothing to commit. */
export function transactionUndone(database: string): Error {
  return new Error(
    `${database} has undone the transaction, because a statement in it failed and the error was caught: nothing was ` +
      "noted. Let such an error out of onPaymentAuthorized, or use a savepoint.",
  );
}
