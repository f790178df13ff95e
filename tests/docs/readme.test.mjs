// The README's JavaScript, run as it stands there, in a project that has the packed tarball installed.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const consumer = process.env.CONSUMER ?? "";
const readme = readFileSync(path.join(import.meta.dirname, "../../README.md"), "utf8");
const samples = [...readme.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code);
const [servers, scripts] = [
  samples.filter((code) => code.includes(".listen(")),
  samples.filter((code) => !code.includes(".listen(")),
];

const written = (name, code) => {
  const file = path.join(consumer, name);
  writeFileSync(file, code);
  return file;
};

test("there are samples of both kinds", () => {
  assert.ok(servers.length > 0 && scripts.length > 0, `${servers.length} servers, ${scripts.length} scripts`);
});

scripts.forEach((code, at) =>
  test(`sample ${at + 1} prints what it says`, () => {
    const expected = [...code.matchAll(/\/\/ → (.*)$/gm)].map(([, text]) => `${text}\n`).join("");
    assert.notEqual(expected, "", "a sample has to say what it prints");
    const { stdout, stderr, status } = spawnSync(process.execPath, [written(`sample-${at}.mjs`, code)], {
      encoding: "utf8",
    });
    assert.deepEqual({ stdout, stderr, status }, { stdout: expected, stderr: "", status: 0 });
  }),
);

servers.forEach((code, at) =>
  test(`server ${at + 1} answers a callback`, { timeout: 30_000 }, async (t) => {
    const [port, secret] = [await freePort(), "a secret key of the test's"];
    const env = { ...process.env, PORT: String(port), CHECKOUT_SECRET: secret };
    const server = spawn(process.execPath, [written(`server-${at}.mjs`, code)], {
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    t.after(() => server.kill());
    let log = "";
    server.stdout.on("data", (chunk) => (log += chunk));
    server.stderr.on("data", (chunk) => (log += chunk));

    const { imported } = await import(pathToFileURL(path.join(consumer, "both.mjs")).href);
    const ids = {
      paymentId: "e7dbc6b9fc2542c69eb53f9e9b978294",
      sessionId: "4e0d7dd3c12441fba02981f60732a13f",
    };
    const callback = (amount) =>
      JSON.stringify({ type: "payment-authorized", payload: { amount, ...ids } }, null, 2);
    const post = (body, signed) =>
      fetch(`http://127.0.0.1:${port}/`, {
        method: "POST",
        body,
        headers: { Authorization: imported.sign(signed, { secret }) },
      });

    await listening(port);
    assert.equal((await post(callback(20), callback(20))).status, 409, log);
    assert.equal((await post(callback(2000), callback(2000))).status, 200, log);
    assert.equal((await post(callback(20), callback(2000))).status, 401, log);
    // The two streams of its output may come in any order.
    for (const told of [/409 unexpected/, /^paid: e7db/m, /401 signature-mismatch/]) assert.match(log, told);
    assert.ok(!log.includes(secret));
  }),
);

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listening(port) {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    try {
      return await fetch(`http://127.0.0.1:${port}/`);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error("the server did not come up");
}
