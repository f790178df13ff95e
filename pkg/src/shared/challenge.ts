// How a 401 of this package's handler is told from one of a gateway in front of it.

/** The `WWW-Authenticate` header of the handler's 401. */
export const CHALLENGE = "HMAC-SHA256";

/** Whether one of the challenges in a `WWW-Authenticate` header (RFC 9110, section 11.6.1) is the handler's. */
export function isOwnChallenge(header: string): boolean {
  return header.split(",").some((challenge) => challenge.trim().toUpperCase() === CHALLENGE);
}
