// What the API responds with: JSON, and problems as RFC 9457 defines them.

import { stringifyVisibly } from "../../shared/visible.ts";

export function respondJson(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  const all = {
    "Content-Type": "application/json",
    "Cache-Control": "no-store",
    "X-Sandbox": "no money moves",
    ...headers,
  };
  return new Response(`${stringifyVisibly(value, 2)}\n`, { status, headers: all });
}

/** One thing that is wrong with a request's body: where, as a JSON pointer (RFC 6901) in a fragment, and what. */
export interface Fault {
  readonly pointer: string;
  readonly detail: string;
}

/** A request that is refused. */
export class Problem extends Error {
  readonly #status: number;
  readonly #more: { detail?: string; errors?: Fault[]; headers?: Record<string, string> };

  constructor(
    status: number,
    title: string,
    more: { detail?: string; errors?: Fault[]; headers?: Record<string, string> } = {},
  ) {
    super(title);
    this.#status = status;
    this.#more = more;
  }

  toResponse(): Response {
    const { detail, errors, headers } = this.#more;
    return respondJson({ title: this.message, status: this.#status, detail, errors }, this.#status, {
      "Content-Type": "application/problem+json",
      ...headers,
    });
  }
}
