// The contract over a real MariaDB, with every client that MysqlStore knows.

import { testSqlContract } from "../lib/sql-contract.mjs";
import * as kind from "./kind.mjs";
import * as program from "./server.mjs";

await testSqlContract("MysqlStore", kind, program);
