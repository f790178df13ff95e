// POST /token: OAuth 2 client credentials (RFC 6749, sections 4.4 and 5), and the bearer tokens it gives (RFC 6750).

import type { Clock } from "../clock.ts";
import { readForm } from "./body.ts";
import { createUuid } from "./ids.ts";
import { Problem, respondJson } from "./responses.ts";

const TOKEN_LIFETIME_SECONDS = 3600;
/** A script that forgets its token must not fill the memory: beyond this the oldest token is dropped. */
const MAX_TOKENS = 1000;

export class Tokens {
  readonly #clock: Clock;
  readonly #client: { id: string; key: string };
  /** When each access token expires, in the clock's milliseconds. */
  readonly #expiries = new Map<string, number>();
  readonly #refreshTokens = new Set<string>();

  constructor(clock: Clock, client: { id: string; key: string }) {
    this.#clock = clock;
    this.#client = client;
  }

  /** Responds to `POST /token`. */
  async issue(request: Request): Promise<Response> {
    const form = await readForm(request);
    if (!form) {
      return refuse("invalid_request", "Send a form: Content-Type: application/x-www-form-urlencoded.");
    }
    const { id, key } = this.#client;
    if (form.get("client_id") !== id || form.get("client_secret") !== key) {
      const why = "client_id is the merchant id and client_secret is the API key; one of them is wrong.";
      return refuse("invalid_client", why, 401);
    }
    const grant = form.get("grant_type");
    if (grant !== "client_credentials" && grant !== "refresh_token") {
      return refuse("unsupported_grant_type", "grant_type must be client_credentials.");
    }
    const isRefresh = grant === "refresh_token";
    if (isRefresh && !this.#refreshTokens.delete(form.get("refresh_token") ?? "")) {
      return refuse("invalid_grant", "This refresh_token is unknown, or was used before.");
    }
    if ((form.get("scope") ?? (isRefresh ? "merchant" : "")) !== "merchant") {
      return refuse("invalid_scope", "scope must be merchant.");
    }
    return respondJson(this.#create(), 200, { Pragma: "no-cache" });
  }

  /** @throws {Problem} 401 where the request has no valid access token */
  check({ headers }: Request): void {
    const [, token] = /^Bearer +([^ ]+) *$/i.exec(headers.get("authorization") ?? "") ?? [];
    const expiry = this.#expiries.get(token ?? "");
    if (expiry !== undefined && expiry > this.#clock.now()) return;
    const challenge = `Bearer realm="sandbox"${token ? ', error="invalid_token"' : ""}`;
    throw new Problem(401, "Unauthorized", {
      detail: describeRefusal(token, expiry),
      headers: { "WWW-Authenticate": challenge },
    });
  }

  #create() {
    const [accessToken, refreshToken] = [createUuid(), createUuid()];
    this.#expiries.set(accessToken, this.#clock.now() + TOKEN_LIFETIME_SECONDS * 1000);
    this.#refreshTokens.add(refreshToken);
    for (const tokens of [this.#expiries, this.#refreshTokens]) {
      const [oldest] = tokens.keys();
      if (tokens.size > MAX_TOKENS && oldest !== undefined) tokens.delete(oldest);
    }
    return {
      access_token: accessToken,
      token_type: "bearer",
      expires_in: TOKEN_LIFETIME_SECONDS,
      refresh_token: refreshToken,
      scope: "merchant",
    };
  }
}

function describeRefusal(token: string | undefined, expiry: number | undefined): string {
  if (!token) return "Send Authorization: Bearer with the access_token from POST /token.";
  if (expiry === undefined) return "This access_token is unknown here. Get one from POST /token.";
  return "This access_token has expired: it lasts an hour. Get a new one from POST /token.";
}

/** @param error as RFC 6749 defines it, section 5.2 */
function refuse(error: string, description: string, status = 400): Response {
  return respondJson({ error, error_description: description }, status);
}
