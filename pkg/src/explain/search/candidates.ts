// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// What the sender may have signed: each body that is suspected, under each rule, the same bytes only once.

import { textOf, utf8 } from "../text.ts";
import { CALL } from "./budget.ts";
import { Verifiers } from "./verifiers.ts";

/** @typedef {import("checkout-signature/explain").Finding} Finding */
/** @typedef {import("./verifiers.ts").Options} Options */

/**
 * A body as bytes, and as the text that they are, if they are UTF-8.
 *
 * @typedef {{ bytes: Uint8Array, text: string | undefined }} Content
 */

/**
 * A body that the sender may have signed.
 *
 * @typedef {object} BodySuspect
 * @property {number} cost the number of changes that it stands for
 * @property {Finding[]} parts
 * @property {() => string | Uint8Array | undefined} make
 * @property {Options["whitespace"]} [onlyUnder] the one rule under which it is not the same as the body that was given
 */

/**
 * A rule for what is signed of a body: options, and what is done to the body before.
 *
 * @typedef {{ parts: Finding[], options: Options, prepare?: (content: Content) => string | Uint8Array | undefined }} Rule
 */

/**
 * Bytes to hand to a verifier with these options, and what they are an example of.
 *
 * @typedef {{ bytes: Uint8Array, options: Options, print: string, body: BodySuspect, rule: Rule }} Candidate
 */

/** Making a body, as often as it could be hashed in that time. */
const MAKING = 6;

/** A secret that is none: under it, what is signed of two bodies is the same where the signatures are. */
const PRINTER = { value: utf8("what is the same"), parts: [] };

export class Candidates {
  #bodies;
  #rules;
  #isLong;
  #budget;
  #verifiers = new Verifiers();
  /** @type {Set<string>} */
  #seen = new Set();
  /** @type {Map<number, Candidate[]>} */
  #made = new Map();
  #nothing;

  /**
   * @param {object} given
   * @param {Content} given.content
   * @param {Iterable<BodySuspect>} given.bodies
   * @param {Rule[]} given.rules
   * @param {boolean} given.isLong
   * @param {import("./budget.ts").Budget} given.budget
   */
  constructor({ content, bodies, rules, isLong, budget }) {
    /** @type {BodySuspect} */
    const asGiven = { cost: 0, parts: [], make: () => content.bytes };
    this.#bodies = [asGiven, ...bodies].map((body) => {
      const content = () => contentOf(body);
      // Of the long ones each is needed once, and together they would take much memory.
      return { body, content: isLong ? content : once(content) };
    });
    this.#rules = rules;
    this.#isLong = isLong;
    this.#budget = budget;
    this.#nothing = this.#print(new Uint8Array(), { whitespace: "none", signed: "body" });
  }

  /** Those that stand for so many changes. @param {number} cost @returns {Iterable<Candidate>} */
  of(cost) {
    return this.#made.get(cost) ?? this.#making(cost);
  }

  /**
   * The ways to come to a candidate: several only where it takes nothing but options, and more than one set of them does.
   *
   * @param {Candidate} candidate
   */
  ways({ bytes, print, body, rule }) {
    const way = [...body.parts, ...rule.parts];
    if (body.cost > 0 || rule.prepare || rule.parts.length === 0) return [way];
    return this.#rules
      .filter(({ parts, prepare }) => parts.length === rule.parts.length && !prepare)
      .filter(({ options }) => this.#print(bytes, options) === print)
      .map(({ parts }) => parts);
  }

  dispose() {
    this.#verifiers.dispose();
  }

  /** @param {number} cost */
  *#making(cost) {
    /** @type {Candidate[]} */
    const made = [];
    for (const { body, content, rule } of this.#combined(cost)) {
      if (this.#budget.isSpent) return;
      const candidate = this.#candidate(body, rule, content);
      if (!candidate) continue;
      if (!this.#isLong || cost === 0) made.push(candidate);
      yield candidate;
    }
    this.#made.set(cost, made);
  }

  /** Bodies under rules, the package's own rules first: they can be set. @param {number} cost */
  *#combined(cost) {
    for (const isOwn of [true, false]) {
      const rules = this.#rules.filter(({ prepare }) => (prepare === undefined) === isOwn);
      for (const { body, content } of this.#bodies) {
        for (const rule of rules) {
          if (body.cost + rule.parts.length !== cost) continue;
          if (body.onlyUnder && !(isOwn && rule.options.whitespace === body.onlyUnder)) continue;
          yield { body, content, rule };
        }
      }
    }
  }

  /**
   * @param {BodySuspect} body
   * @param {Rule} rule
   * @param {() => Content | undefined} content
   * @returns {Candidate | undefined}
   */
  #candidate(body, rule, content) {
    const own = content();
    const prepared = own && rule.prepare ? tried(() => rule.prepare?.(own)) : own?.bytes;
    this.#budget.spend(CALL + (own ? MAKING * own.bytes.length : 0));
    if (prepared === undefined) return undefined;
    const bytes = typeof prepared === "string" ? utf8(prepared) : prepared;
    const print = this.#print(bytes, rule.options);
    // A body without a payload has nothing that could be signed.
    if (this.#seen.has(print) || (rule.options.signed === "payload" && print === this.#nothing))
      return undefined;
    this.#seen.add(print);
    return { bytes, options: rule.options, print, body, rule };
  }

  /** @param {Uint8Array} bytes @param {Options} options */
  #print(bytes, options) {
    return this.#verifiers.sign(PRINTER, options, bytes);
  }
}

/** @param {BodySuspect} body @returns {Content | undefined} */
function contentOf({ make }) {
  const made = tried(make);
  if (made === undefined) return undefined;
  const bytes = typeof made === "string" ? utf8(made) : made;
  const text = once(() => textOf(bytes));
  return {
    bytes,
    get text() {
      return text();
    },
  };
}

/**
 * What is asked of a stranger's body can fail in many ways: too deep, too long, not text.
 *
 * @template T @param {() => T} make @returns {T | undefined}
 */
function tried(make) {
  try {
    return make();
  } catch {
    return undefined;
  }
}

/** @template T @param {() => T} make @returns {() => T} */
function once(make) {
  /** @type {{ value: T } | undefined} */
  let made;
  return () => (made ??= { value: make() }).value;
}
