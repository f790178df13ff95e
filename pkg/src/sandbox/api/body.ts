// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// Reading what was posted, and saying what is wrong with it.

import { GONE, pieces, read, TOO_LONG } from "../../shared/read-body.ts";
import { Problem } from "./answers.ts";

/** Room for an order of some thousand lines, in bytes. */
const MOST = 2 ** 20;

/**
 * @param {Request} request
 * @returns {Promise<any>} what the JSON says
 */
export async function jsonBody(request) {
  if (!isOfType(request, "application/json")) {
    throw new Problem(415, "Unsupported media type", {
      detail: "Send JSON, with Content-Type: application/json.",
    });
  }
  try {
    return JSON.parse(await text(request));
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(400, "The body is not JSON", {
      detail: "It could not be parsed. Was it cut off, or sent as a form?",
    });
  }
}

/**
 * @param {Request} request
 * @returns {Promise<URLSearchParams | undefined>} nothing where it is no form
 */
export async function form(request) {
  return isOfType(request, "application/x-www-form-urlencoded")
    ? new URLSearchParams(await text(request))
    : undefined;
}

/** @param {Request} request */
async function text(request) {
  const bytes = await read(pieces(request), MOST);
  if (bytes === TOO_LONG)
    throw new Problem(413, "The body is too large", { detail: `More than ${MOST} bytes are not read.` });
  if (bytes === GONE) throw new Problem(400, "The body broke off");
  return new TextDecoder().decode(bytes);
}

/**
 * @param {Request} request
 * @param {string} type
 */
function isOfType({ headers }, type) {
  return headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() === type;
}
