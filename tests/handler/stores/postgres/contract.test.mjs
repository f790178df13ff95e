// The contract over a real PostgreSQL, with every client that PostgresStore knows.

import { testSqlContract } from "../lib/sql-contract.mjs";
import * as kind from "./kind.mjs";
import * as program from "./server.mjs";

await testSqlContract("PostgresStore", kind, program);
