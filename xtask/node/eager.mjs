// Has engines compile at once what a first verification calls.
//
// V8 reads a function over when it loads a file, and again when it is called, unless the function stands in parentheses.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "acorn";

/** A first verification, of a callback as the Checkout API sends it. */
const FIRST = `
  const { verify } = await import(process.env.ENTRY);
  const body = '{"type":"payment-authorized","payload":{"amount":2000,"paymentId":"e7db","sessionId":"4e0d"}}';
  const { createHmac } = await import("node:crypto");
  const secret = "a secret";
  verify(body, "HMAC-SHA256 Signature=" + createHmac("sha256", secret).update(body).digest("hex"), { secret });`;

/**
 * The names of the functions that a first verification calls, as V8 counts them.
 *
 * @param {string} file the package's main entry
 * @returns {Set<string>}
 */
export function findFirstCalled(file) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "first-called-"));
  const url = pathToFileURL(file).href;
  try {
    const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", FIRST], {
      env: { ...process.env, ENTRY: url, NODE_V8_COVERAGE: folder },
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`${file} verified nothing: ${stderr}`);
    const [report = ""] = readdirSync(folder);
    const { result } = JSON.parse(readFileSync(path.join(folder, report), "utf8"));
    const { functions } = result.find((script) => script.url === url);
    return new Set(functions.filter(({ ranges }) => ranges[0].count > 0).map((each) => each.functionName));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Puts functions in parentheses, those at the top level that have these names. They come first, since they are then defined
 * when their line runs. Their names stay: a function gets that of its variable.
 *
 * @param {string} code
 * @param {Set<string>} names
 */
export function compileAtOnce(code, names) {
  let [first, rest, at] = ["", "", 0];
  for (const statement of parse(code, { ecmaVersion: 2022, sourceType: "module" }).body) {
    if (statement.type !== "FunctionDeclaration" || !names.has(statement.id.name)) continue;
    // Their sign stands before what is kept of a function here.
    if (statement.async || statement.generator) continue;
    first += `var ${statement.id.name}=(function${code.slice(statement.id.end, statement.end)});`;
    rest += code.slice(at, statement.start);
    at = statement.end;
  }
  return first + rest + code.slice(at);
}
