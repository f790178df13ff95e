// The store of docs/stores.md over Prisma's own transaction. Not part of the whole run: Prisma's packages are 300 MB.
//
// usage: CONSUMER=… node --test tests/handler/stores/own/prisma.mjs

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import pg from "pg";
import { testContract } from "../contract.mjs";
import { inspect } from "../postgres/kind.mjs";
import { startServer } from "../postgres/server.mjs";
import { load, page } from "./samples.mjs";

const folder = fileURLToPath(new URL("../../../../target/prisma", import.meta.url));
const lasting = { after: (end) => test.after(end) };

/** Installs Prisma and generates its client, which runs without an engine; gives the module's address. */
async function makeClient() {
  mkdirSync(folder, { recursive: true });
  const write = (name, text) => writeFileSync(path.join(folder, name), text);
  write("package.json", '{ "private": true, "type": "module" }\n');
  write(
    "schema.prisma",
    `generator client {
  provider = "prisma-client"
  output = "./generated"
}
datasource db {
  provider = "postgresql"
}
model Order {
  payment_id String @id
}
`,
  );
  write("prisma.config.ts", 'export default { schema: "schema.prisma" };\n');
  // The program that `generate` would download is for migrations.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: "1" };
  const run = (file, args) =>
    execFileSync(file, args, { cwd: folder, env, stdio: ["ignore", "ignore", "inherit"] });
  const packages = ["prisma@7.10.1", "@prisma/client@7.10.0", "@prisma/adapter-pg@7.10.1"];
  run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", ...packages]);
  run("npx", ["prisma", "generate"]);
  const outfile = path.join(folder, "client.mjs");
  const entryPoints = [path.join(folder, "generated/client.ts")];
  await build({ entryPoints, outfile, bundle: true, platform: "node", format: "esm", packages: "external" });
  return pathToFileURL(outfile).href;
}

const { PrismaClient } = await import(await makeClient());
const { PrismaPg } = createRequire(`${folder}/`)("@prisma/adapter-pg");
const { prismaStore } = await load(lasting, "Prisma");
const { settings } = await startServer(lasting);
const pool = new pg.Pool(settings);
pool.on("error", () => {});
await pool.query(/^```sql\n(.*?)^```$/ms.exec(page)[1]);
await pool.query("CREATE TABLE orders (payment_id text NOT NULL, pid int NOT NULL)");
const database = await inspect(settings);
const prisma = new PrismaClient({ adapter: new PrismaPg({ ...settings, max: 20 }) });
for (const end of [() => prisma.$disconnect(), () => pool.end(), () => database.close()]) test.after(end);

testContract({ describe, test }, "Prisma", { write: true, remembersForEver: true }, () => ({
  open: async () => prismaStore(prisma),
  write: (_store, transaction, row) => transaction.$executeRaw`INSERT INTO orders VALUES (${row}, 0)`,
  count: async (row) => (await database.orders()).filter(([id]) => id === row).length,
}));
