/** What a URL of the shop must be, for messages. */
export const WEB_URL_RULE =
  "must be an absolute http or https URL, written in ASCII as it is sent: %E2%9C%93 and not ✓.";

/**
 * Whether a value is an absolute http or https URL that can be sent in a header as it is written.
 *
 * Not by `URL.canParse`, which Workers with an older compatibility date do not have.
 */
export function isWebUrl(value: unknown): value is string {
  // The parser would encode other characters and drop line breaks, but a Location header takes the URL as it is.
  if (typeof value !== "string" || !/^[!-~]+$/.test(value)) return false;
  try {
    return /^https?:$/.test(new URL(value).protocol);
  } catch {
    return false;
  }
}

/** Whether a URL has a user or a password, which no `Request` can be made with. */
export function hasCredentials(url: string): boolean {
  const { username, password } = new URL(url);
  return username !== "" || password !== "";
}
