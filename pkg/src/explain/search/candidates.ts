// What the sender may have signed: each suspected body under each rule, the same bytes only once.

import type { Finding } from "../finding.ts";
import { attempt, type Content, contentOf, encodeUtf8, lazy } from "../text.ts";
import { type Budget, CALL_BYTES } from "./budget.ts";
import { type SigningOptions, Verifiers } from "./verifiers.ts";

/** A body that the sender may have signed. */
export interface BodyCandidate {
  readonly parts: readonly Finding[];
  /** Makes the body; undefined where this does not apply. It may throw: the body is a stranger's. */
  readonly make: () => string | Uint8Array | undefined;
  /** The one rule for whitespace under which it differs from the body that was given. */
  readonly onlyUnder?: SigningOptions["whitespace"];
}

/** A rule for what is signed: the package's options, and what is done to the body before. */
export interface SigningRule {
  readonly parts: readonly Finding[];
  readonly options: SigningOptions;
  readonly prepare?: (content: Content) => string | Uint8Array | undefined;
}

/** A body under a rule: what is handed to a verifier. */
export interface MessageCandidate {
  readonly bytes: Uint8Array;
  readonly options: SigningOptions;
  readonly fingerprint: string;
  readonly body: BodyCandidate;
  readonly rule: SigningRule;
}

/** The cost of making a body, in multiples of hashing it. */
const MAKING_COST = 6;

/** A dummy key: two messages with the same MAC under it have the same signed bytes. */
const FINGERPRINT_KEY = { value: Uint8Array.of(1), parts: [], cost: 0 };

interface Sources {
  readonly content: Content;
  readonly bodies: Iterable<BodyCandidate>;
  readonly rules: readonly SigningRule[];
  readonly isLong: boolean;
  readonly budget: Budget;
}

export class MessageCandidates {
  readonly #bodies: readonly { body: BodyCandidate; contentOf: () => Content | undefined }[];
  readonly #rules: readonly SigningRule[];
  readonly #isLong: boolean;
  readonly #budget: Budget;
  readonly #verifiers = new Verifiers();
  readonly #fingerprints = new Set<string>();
  readonly #byCost = new Map<number, MessageCandidate[]>();

  constructor({ content, bodies, rules, isLong, budget }: Sources) {
    const asGiven: BodyCandidate = { parts: [], make: () => content.bytes };
    this.#bodies = [asGiven, ...bodies].map((body) => {
      const makeOnce = () => makeContent(body);
      // A long body is needed once only, and all of them together would fill the memory.
      return { body, contentOf: isLong ? makeOnce : lazy(makeOnce) };
    });
    this.#rules = rules;
    this.#isLong = isLong;
    this.#budget = budget;
  }

  /** Those that stand for so many changes. */
  ofCost(cost: number): Iterable<MessageCandidate> {
    return this.#byCost.get(cost) ?? this.#make(cost);
  }

  /** The changes that lead to a candidate: several lists only where more than one set of options alone does. */
  explanationsOf({ bytes, fingerprint, body, rule }: MessageCandidate): (readonly Finding[])[] {
    if (body.parts.length > 0 || rule.prepare || rule.parts.length === 0)
      return [[...body.parts, ...rule.parts]];
    return this.#rules
      .filter(({ parts, prepare }) => parts.length === rule.parts.length && !prepare)
      .filter(({ options }) => this.#fingerprintOf(bytes, options) === fingerprint)
      .map(({ parts }) => parts);
  }

  dispose(): void {
    this.#verifiers.dispose();
  }

  *#make(cost: number): Generator<MessageCandidate> {
    const made: MessageCandidate[] = [];
    for (const { body, contentOf, rule } of this.#combine(cost)) {
      if (this.#budget.isSpent) return;
      const candidate = this.#makeOne(body, rule, contentOf);
      if (!candidate) continue;
      if (!this.#isLong || cost === 0) made.push(candidate);
      yield candidate;
    }
    this.#byCost.set(cost, made);
  }

  /** Bodies under rules; the package's own rules first, since those can be set. */
  *#combine(cost: number) {
    for (const isOwn of [true, false]) {
      const rules = this.#rules.filter(({ prepare }) => (prepare === undefined) === isOwn);
      for (const { body, contentOf } of this.#bodies) {
        for (const rule of rules) {
          if (body.parts.length + rule.parts.length !== cost) continue;
          if (body.onlyUnder && !(isOwn && rule.options.whitespace === body.onlyUnder)) continue;
          yield { body, contentOf, rule };
        }
      }
    }
  }

  #makeOne(
    body: BodyCandidate,
    rule: SigningRule,
    contentOf: () => Content | undefined,
  ): MessageCandidate | undefined {
    const content = contentOf();
    const prepared = content && rule.prepare ? attempt(() => rule.prepare?.(content)) : content?.bytes;
    this.#budget.spend(CALL_BYTES + (content ? MAKING_COST * content.bytes.length : 0));
    if (prepared === undefined) return undefined;
    const bytes = typeof prepared === "string" ? encodeUtf8(prepared) : prepared;
    const fingerprint = this.#fingerprintOf(bytes, rule.options);
    // An empty one: there is nothing to sign.
    if (fingerprint === "" || this.#fingerprints.has(fingerprint)) return undefined;
    this.#fingerprints.add(fingerprint);
    return { bytes, options: rule.options, fingerprint, body, rule };
  }

  #fingerprintOf(bytes: Uint8Array, options: SigningOptions): string {
    return this.#verifiers.sign(FINGERPRINT_KEY, options, bytes);
  }
}

function makeContent({ make }: BodyCandidate): Content | undefined {
  const made = attempt(make);
  return made === undefined ? undefined : contentOf(made);
}
