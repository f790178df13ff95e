// Reads what was posted, and says what is wrong with it.

import { readRequestBody, TOO_LONG } from "../../shared/read-body.ts";
import { Problem } from "./responses.ts";

/** Room for an order of some thousand lines. */
const MAX_BODY_BYTES = 2 ** 20;
/** An order nests three deep. JSON.stringify fails on what JSON.parse has accepted some thousand levels deeper. */
const MAX_JSON_DEPTH = 32;

/** Reads a body as JSON. */
export async function readJson(request: Request): Promise<unknown> {
  if (!hasType(request, "application/json")) {
    throw new Problem(415, "Unsupported media type", {
      detail: "Send JSON, with Content-Type: application/json.",
    });
  }
  const value = parseJson(await readText(request));
  if (isDeeperThan(value, MAX_JSON_DEPTH)) {
    throw new Problem(400, "The JSON is nested too deeply", {
      detail: `Use at most ${MAX_JSON_DEPTH} levels.`,
    });
  }
  return value;
}

/** Reads a body as a form; `undefined` where it is of another type. */
export async function readForm(request: Request): Promise<URLSearchParams | undefined> {
  return hasType(request, "application/x-www-form-urlencoded")
    ? new URLSearchParams(await readText(request))
    : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(400, "The body is not JSON", {
      detail: "It could not be parsed. Was it cut off, or sent as a form?",
    });
  }
}

async function readText(request: Request): Promise<string> {
  const bytes = await readRequestBody(request, MAX_BODY_BYTES);
  if (bytes === TOO_LONG) {
    throw new Problem(413, "The body is too large", {
      detail: `At most ${MAX_BODY_BYTES} bytes are accepted.`,
    });
  }
  if (typeof bytes === "symbol")
    throw new Problem(400, "The connection was closed before the body was complete");
  return new TextDecoder().decode(bytes);
}

function hasType({ headers }: Request, type: string): boolean {
  return headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() === type;
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(member, levels - 1));
}
