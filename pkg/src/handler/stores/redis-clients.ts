// The clients of Redis: which one is given, and how each runs a script.

import { invalidOption } from "../../shared/caller-error.ts";
import { digestText } from "./digest.ts";

/** Runs a Lua script on Redis, with one key; resolves with the script's reply. */
export type ScriptRunner = (script: string, keys: string[], args: string[]) => Promise<unknown>;

/** A client, pool, cluster or sentinel of the package `redis`, version 4 to 6. */
export interface NodeRedisClient {
  readonly isOpen: boolean;
  evalSha(sha1: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** A client or cluster of the package `ioredis`. */
export interface IoRedisClient {
  defineCommand(name: string, definition: never): void;
  duplicate(...args: never[]): unknown;
  evalsha(sha1: string, numberOfKeys: number, ...keysAndArguments: string[]): Promise<unknown>;
  eval(script: string, numberOfKeys: number, ...keysAndArguments: string[]): Promise<unknown>;
}

/** A client of the package `@upstash/redis`, or of another one that is made of it, such as `@vercel/kv`. */
export interface UpstashRedisClient {
  createScript(script: string, ...options: never[]): unknown;
  eval(script: string, keys: string[], args: string[]): Promise<unknown>;
}

export type RedisClient = NodeRedisClient | IoRedisClient | UpstashRedisClient | ScriptRunner;

const CLIENTS =
  "a client, pool or cluster of the package redis (4 to 6), a client or cluster of ioredis, a client of @upstash/redis, or a " +
  "function (script, keys, args) that runs a Lua script and resolves with its reply";

/** Recognises the client, so that what can never work is refused when the store is made. */
export function toScriptRunner(client: unknown): ScriptRunner {
  if (typeof client === "function") return client as ScriptRunner;
  if (hasFunctions(client, ["eval", "createScript"])) {
    const upstash = client as unknown as UpstashRedisClient;
    return (script, keys, args) => upstash.eval(script, keys, args);
  }
  if (hasFunctions(client, ["eval", "evalsha", "defineCommand", "duplicate"])) {
    const ioredis = client as unknown as IoRedisClient;
    return byDigest(
      (script, keys, args) => ioredis.eval(script, keys.length, ...keys, ...args),
      (digest, keys, args) => ioredis.evalsha(digest, keys.length, ...keys, ...args),
    );
  }
  if (hasFunctions(client, ["eval", "evalSha"])) {
    if (isLegacy(client)) {
      throw invalidOption(
        "RedisStore was given a client in legacy mode, whose commands return no promise. Give it the client itself: " +
          "without .legacy(), and without legacyMode in version 4.",
      );
    }
    const redis = client as unknown as NodeRedisClient;
    return byDigest(
      (script, keys, args) => redis.eval(script, { keys, arguments: args }),
      (digest, keys, args) => redis.evalSha(digest, { keys, arguments: args }),
    );
  }
  throw invalidOption(`RedisStore needs ${CLIENTS}.`);
}

/** Sends the digest of a script instead of its text, once Redis has had the text. */
function byDigest(evaluate: ScriptRunner, evaluateDigest: ScriptRunner): ScriptRunner {
  const digests = new Map<string, string>();
  let isAllowed = true;
  return async (script, keys, args) => {
    const digest = digests.get(script);
    if (digest !== undefined && isAllowed) {
      try {
        return await evaluateDigest(digest, keys, args);
      } catch (error) {
        // Nothing was run: Redis has forgotten the script, or this user may not run scripts by their digest.
        const [code] = String((error as Error)?.message).split(" ", 1);
        if (code !== "NOSCRIPT" && code !== "NOPERM") throw error;
        isAllowed = code === "NOSCRIPT";
      }
    }
    const reply = await evaluate(script, keys, args);
    if (digest === undefined)
      await digestText("SHA-1", script)
        .then((made) => digests.set(script, made))
        .catch(() => {});
    return reply;
  };
}

function hasFunctions(client: unknown, names: string[]): client is Record<string, unknown> {
  if (typeof client !== "object" || client === null) return false;
  return names.every((name) => typeof (client as Record<string, unknown>)[name] === "function");
}

/** What `.legacy()` returns has no `isOpen`; version 4 has an option, and keeps its promises under `v4`. */
function isLegacy(client: Record<string, unknown>): boolean {
  if (!("isOpen" in client)) return true;
  const options = client.options as { legacyMode?: unknown } | undefined;
  return "v4" in client && options?.legacyMode === true;
}
