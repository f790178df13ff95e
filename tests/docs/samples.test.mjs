// The documentation's JavaScript, run as it stands there, in a project that has the packed tarball installed.
//
// Every block that begins with ```js is run. One that needs what this project has not (a database, a framework) begins
// with ```js not-run.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { consumer } from "../lib/consumer.mjs";
import { pages, repository } from "./pages.mjs";

const samples = pages.flatMap((page) => {
  const text = readFileSync(path.join(repository, page), "utf8");
  const sends = [...text.matchAll(/^npx checkout-signature (send http.*)$/gm)].map(([, command]) => command);
  return [...text.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code], at) => ({
    sends,
    name: `${page}, sample ${at + 1}`,
    file: path.join(consumer, `${page.replaceAll("/", "-")}-${at + 1}.mjs`),
    code,
  }));
});
const cli = path.join(consumer, "node_modules/checkout-signature/dist/cli.js");
const isServer = ({ code }) => code.includes(".listen(");

test("there are samples of both kinds", () => {
  const servers = samples.filter(isServer).length;
  assert.ok(servers > 0 && samples.length - servers > 3, `${servers} servers of ${samples.length} samples`);
});

for (const { name, file, code } of samples.filter((sample) => !isServer(sample)))
  test(`${name} prints what it says`, () => {
    const expected = [...code.matchAll(/\/\/ → (.*)$/gm)].map(([, text]) => `${text}\n`).join("");
    assert.notEqual(expected, "", "a sample has to say what it prints");
    writeFileSync(file, code);
    const { stdout, stderr, status } = spawnSync(process.execPath, [file], { encoding: "utf8" });
    assert.deepEqual({ stdout, stderr, status }, { stdout: expected, stderr: "", status: 0 });
  });

for (const { name, file, code, sends } of samples.filter(isServer))
  test(`${name} responds to callbacks`, { timeout: 30_000 }, async (t) => {
    const [port, secret] = [await freePort(), "a secret key of the test's"];
    const env = { ...process.env, PORT: String(port), CHECKOUT_SECRET: secret };
    writeFileSync(file, code);
    const server = spawn(process.execPath, [file], { env, stdio: ["ignore", "pipe", "pipe"] });
    t.after(() => server.kill());
    let log = "";
    server.stdout.on("data", (chunk) => {
      log += chunk;
    });
    server.stderr.on("data", (chunk) => {
      log += chunk;
    });

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
    // What the page says to send is the callback of its own order.
    assert.ok(sends.length > 0);
    for (const command of sends) {
      const args = command.replace("127.0.0.1:3000", `127.0.0.1:${port}`).split(" ");
      const { status, stderr } = spawnSync(process.execPath, [cli, ...args, "--attempts", "1"], {
        env,
        encoding: "utf8",
      });
      assert.equal(status, 0, `${command}\n${stderr}`);
    }
    assert.ok(!log.includes(secret));
  });

async function freePort() {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
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
