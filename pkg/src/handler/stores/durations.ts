// How long stores remember and lease, and how those options are checked.

import { invalidOption } from "../../shared/caller-error.ts";
import { MAX_TIMEOUT_MS } from "../../shared/deadline.ts";

/** The API gives up after 24 hours; clocks and queues are late, so a store remembers for three times as long. */
export const FORGET_AFTER_MS = 72 * 60 * 60 * 1000;

/** A lease is renewed while the work runs, so it may be short: what a dead process held is free again after it. */
export const LEASE_MS = 30_000;
const MIN_LEASE_MS = 100;

export function checkDuration(name: string, value: unknown): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 1) return value;
  throw invalidOption(`${name} must be an integer, 1 or more: milliseconds.`);
}

export function checkLease(value: unknown): number {
  if (
    typeof value === "number" &&
    Number.isSafeInteger(value) &&
    value >= MIN_LEASE_MS &&
    value <= MAX_TIMEOUT_MS
  ) {
    return value;
  }
  throw invalidOption(
    `leaseMs must be an integer from ${MIN_LEASE_MS} to ${MAX_TIMEOUT_MS}: milliseconds. It is renewed while the work runs.`,
  );
}
