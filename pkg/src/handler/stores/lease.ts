// Exactly one at a time in a database that holds no transaction open: a claim with a token and a lease.

import { withDeadline } from "../../shared/deadline.ts";
import type { OnceResult } from "../store.ts";

/** The rejection of `once` where another delivery may run at the same time, because the lease could not be kept. */
export interface LeaseLostError extends Error {
  readonly code: "lease-lost";
}

/** What a store does with one key, each in one atomic step. `token` says whose claim it is. */
export interface LeaseSteps {
  /** Claims the key for a lease, unless it is claimed or handled. */
  claim(token: string): Promise<"acquired" | "done" | "busy">;
  /** Begins the lease anew; `false` where the claim is not ours any more. */
  renew(token: string): Promise<boolean>;
  /** Notes the key as handled, with what the work resolved with; `false` where another one has claimed it. */
  note(token: string, result: unknown): Promise<boolean>;
  /** Gives the claim back, if it is ours. */
  release(token: string): Promise<unknown>;
}

/** Of three renewals two may fail before the lease ends. */
const RENEWALS_PER_LEASE = 4;
/** A claim that cannot be released ends with its lease, so nobody waits long for that. */
const MAX_RELEASE_MS = 2000;

/** `once`, by claim, renewal and note. */
export async function onceUnderLease(
  steps: LeaseSteps,
  leaseMs: number,
  work: (transaction: undefined, signal: AbortSignal) => Promise<unknown>,
): Promise<OnceResult> {
  const token = crypto.randomUUID();
  // The store's lease begins later than this, so ours never ends after it.
  const claimedAt = performance.now();
  const claim = await steps.claim(token);
  if (claim === "done") return "already-handled";
  if (claim === "busy") return "in-progress";
  let result: unknown;
  try {
    const renew = () => steps.renew(token);
    result = await runWithLease(leaseMs, claimedAt, renew, (signal) => work(undefined, signal));
  } catch (error) {
    await release(steps, token);
    throw error;
  }
  if (!(await steps.note(token, result))) throw leaseLost();
  return "handled";
}

/** Runs the work and renews the lease; at the first moment at which another one may hold it, aborts and rejects. */
function runWithLease(
  leaseMs: number,
  claimedAt: number,
  renew: () => Promise<boolean>,
  work: (signal: AbortSignal) => Promise<unknown>,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const lost = new AbortController();
    const renewEveryMs = leaseMs / RENEWALS_PER_LEASE;
    let endsAt = claimedAt + leaseMs;
    let renewsAt = claimedAt + renewEveryMs;
    // One timer for the end and the renewals: most work is over before it is needed at all.
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const finish = () => {
      isOver = true;
      clearTimeout(timer);
    };
    const lose = () => {
      if (isOver) return;
      finish();
      const error = leaseLost();
      reject(error);
      lost.abort(error);
    };
    const extend = async (sentAt: number) => {
      try {
        if (await renew()) endsAt = sentAt + leaseMs;
        else lose();
      } catch {
        // The next renewal may succeed; if none does, the lease ends.
      }
    };
    const check = () => {
      const now = performance.now();
      if (now >= endsAt) {
        lose();
        return;
      }
      if (now >= renewsAt) {
        renewsAt = now + renewEveryMs;
        extend(now);
      }
      timer = setTimeout(check, Math.min(renewsAt, endsAt) - now);
    };
    check();
    // A claim that was answered after its own lease may be another's by now.
    if (isOver) return;
    const run = async () => work(lost.signal);
    run().then(
      (result) => {
        finish();
        resolve(result);
      },
      (error) => {
        finish();
        reject(error);
      },
    );
  });
}

async function release(steps: LeaseSteps, token: string): Promise<void> {
  try {
    await withDeadline(steps.release(token), MAX_RELEASE_MS, () => new Error("The store does not answer."));
  } catch {
    // The claim ends with its lease, and what is thrown must be what the work threw.
  }
}

function leaseLost(): LeaseLostError {
  const message =
    "The lease of this payment was lost while it was handled: the store could not be reached in time, or the process " +
    "stood still. Another delivery may have handled it too.";
  return Object.assign(new Error(message), { code: "lease-lost" as const });
}
