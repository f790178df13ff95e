// Sends a genuine callback and then forgeries of it, and judges from the responses whether the endpoint verifies.

import type { Callback, SentForgery } from "./callback.ts";
import { clearProgress, out, print, printJson, showProgress } from "./output.ts";
import { type PostOptions, type PostResult, post } from "./post.ts";
import { type Printable, text } from "./printable.ts";
import { EXIT } from "./usage.ts";
import { exitCodeOf } from "./wait.ts";

interface TamperOptions extends PostOptions {
  readonly url: URL;
  readonly json: boolean;
}

type Verdict = "refused" | "accepted" | "unclear";

/** What the genuine callback got: without a 200 or a 409 no refusal proves anything. */
type Baseline = "accepted" | "no-order" | "unclear";

/**
 * Sends the genuine callback first, and then each forgery once. Resolves with the exit code: 0 only where the endpoint
 * took the genuine one and refused every forgery.
 */
export async function tamper(
  genuine: Callback,
  forgeries: readonly SentForgery[],
  options: TamperOptions,
): Promise<number> {
  const { json, stop } = options;
  const first = await send("genuine", genuine, options);
  if (stop.aborted) return exitCodeOf(stop);
  const baseline = judgeGenuine(first);
  reportGenuine(first, baseline, json);
  const counts = { refused: 0, accepted: 0, unclear: 0 };
  for (const { kind, what, callback } of forgeries) {
    const result = await send(kind, callback, options);
    if (stop.aborted) return exitCodeOf(stop);
    const verdict = judgeForgery(result, baseline);
    counts[verdict] += 1;
    const { status, error, advice } = result;
    if (json) printJson({ tamper: kind, what, verdict, status, error, advice });
    else reportForgery(`${kind}: ${what}`, verdict, result);
  }
  if (json) printJson({ genuine: baseline, ...counts });
  else print(summarize(counts, forgeries.length, baseline));
  const isProven = baseline !== "unclear" && counts.refused === forgeries.length;
  return isProven ? EXIT.done : EXIT.refused;
}

async function send(kind: string, callback: Callback, options: TamperOptions): Promise<PostResult> {
  showProgress(text`${kind}: waiting for the response`);
  const result = await post(options.url, callback, options);
  clearProgress();
  return result;
}

/** A 409 comes after the signature was verified: the endpoint has no order for this payment. */
function judgeGenuine({ status }: PostResult): Baseline {
  if (status === 200) return "accepted";
  return status === 409 ? "no-order" : "unclear";
}

/**
 * Only what a handler says to a forgery is a refusal; a proxy, a rate limit or another's login says nothing about it.
 * A 204 does not end the API's retries, but an endpoint that responds so has taken the callback.
 */
function judgeForgery({ status, isOurChallenge }: PostResult, baseline: Baseline): Verdict {
  if (status !== undefined && status >= 200 && status < 300) return "accepted";
  if (status === 400 || isOurChallenge) return "refused";
  // Where the genuine one got a 409 too, the endpoint may have looked at the order alone.
  return status === 409 && baseline === "accepted" ? "refused" : "unclear";
}

const LABELS: Readonly<Record<Verdict, Printable>> = {
  refused: out.good("refused "),
  accepted: out.bad("ACCEPTED"),
  unclear: out.bad("unclear "),
};
const GENUINE_LABELS: Readonly<Record<Baseline, Printable>> = {
  accepted: out.good("accepted"),
  "no-order": out.good("verified"),
  unclear: out.bad("unclear "),
};

function reportGenuine({ status, error, advice }: PostResult, verdict: Baseline, json: boolean): void {
  if (json) {
    printJson({ genuine: verdict, status, error, advice });
    return;
  }
  print(text`${GENUINE_LABELS[verdict]}  ${status ?? error ?? "failed"}  a genuine callback`);
  if (verdict !== "accepted" && advice) print(text`          ${advice}`);
}

function reportForgery(what: string, verdict: Verdict, { status, error, advice }: PostResult): void {
  print(text`${LABELS[verdict]}  ${status ?? error ?? "failed"}  ${what}`);
  if (verdict === "unclear" && advice) print(text`          ${advice}`);
}

function summarize(
  { refused, accepted, unclear }: Readonly<Record<Verdict, number>>,
  total: number,
  baseline: Baseline,
): Printable {
  if (accepted > 0) {
    return out.bad(
      `SECURITY HOLE: ${accepted} of ${total} forged callbacks were accepted. Anyone can tell this endpoint that an order is paid. ` +
        "It must verify the raw body against the Authorization header before it does anything.",
    );
  }
  if (baseline === "unclear") {
    return out.bad(
      "Nothing is proven: the genuine callback was not accepted, so refused forgeries say nothing. Get a 200 for it first: " +
        "the same secret on both sides, and the right URL.",
    );
  }
  if (unclear > 0) {
    return out.bad(
      `Not proven: ${unclear} of ${total} forged callbacks got a response that is not an endpoint's refusal ` +
        "(400, 401 with the challenge HMAC-SHA256, or 409 where the genuine callback got a 200).",
    );
  }
  return out.good(`All ${refused} forged callbacks were refused.`);
}
