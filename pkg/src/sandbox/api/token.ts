// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// POST /token: OAuth 2 client credentials (RFC 6749, sections 4.4 and 5), and the bearer tokens it gives (RFC 6750).

import { json, Problem } from "./answers.ts";
import { form } from "./body.ts";
import { uuid } from "./ids.ts";

const SECONDS = 3600;
/** Nobody needs more at once; a script that forgets its token must not fill the memory. */
const MOST = 1000;

export class Tokens {
  #clock;
  #client;
  /** When each token ends. @type {Map<string, number>} */
  #tokens = new Map();
  /** @type {Set<string>} */
  #refresh = new Set();

  /**
   * @param {import("../clock.ts").Clock} clock
   * @param {{ id: string, key: string }} client
   */
  constructor(clock, client) {
    this.#clock = clock;
    this.#client = client;
  }

  /** @param {Request} request */
  async issue(request) {
    const asked = await form(request);
    if (!asked)
      return refusal("invalid_request", "Send a form: Content-Type: application/x-www-form-urlencoded.");
    const { id, key } = this.#client;
    if (asked.get("client_id") !== id || asked.get("client_secret") !== key) {
      return refusal(
        "invalid_client",
        "client_id is the merchant id, client_secret the API key; one of them is wrong.",
        401,
      );
    }
    const grant = asked.get("grant_type");
    const refresh = asked.get("refresh_token") ?? "";
    if (grant !== "client_credentials" && grant !== "refresh_token") {
      return refusal("unsupported_grant_type", "grant_type is client_credentials.");
    }
    if (grant === "refresh_token" && !this.#refresh.delete(refresh)) {
      return refusal("invalid_grant", "This refresh_token is not known, or was used before.");
    }
    if ((asked.get("scope") ?? (grant === "refresh_token" ? "merchant" : "")) !== "merchant") {
      return refusal("invalid_scope", "scope is merchant.");
    }
    return json(this.#made(), 200, { Pragma: "no-cache" });
  }

  /** @param {Request} request */
  check({ headers }) {
    const [, token] = /^Bearer +([^ ]+) *$/i.exec(headers.get("authorization") ?? "") ?? [];
    const ends = this.#tokens.get(token ?? "");
    if (ends !== undefined && ends > this.#clock.now()) return;
    const detail = !token
      ? "Send Authorization: Bearer and the access_token that POST /token gave."
      : ends === undefined
        ? "This access_token is not known here."
        : "This access_token has expired: it lasts an hour. Get a new one from POST /token.";
    const challenge = `Bearer realm="sandbox"${token ? ', error="invalid_token"' : ""}`;
    throw new Problem(401, "Unauthorized", { detail, headers: { "WWW-Authenticate": challenge } });
  }

  #made() {
    const [access_token, refresh_token] = [uuid(), uuid()];
    this.#tokens.set(access_token, this.#clock.now() + SECONDS * 1000);
    this.#refresh.add(refresh_token);
    for (const made of [this.#tokens, this.#refresh]) {
      const [oldest] = made.keys();
      if (made.size > MOST && oldest !== undefined) made.delete(oldest);
    }
    return { access_token, token_type: "bearer", expires_in: SECONDS, refresh_token, scope: "merchant" };
  }
}

/**
 * @param {string} error RFC 6749, section 5.2
 * @param {string} error_description
 */
function refusal(error, error_description, status = 400) {
  return json({ error, error_description }, status);
}
