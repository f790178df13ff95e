// Which ids are the same.

import { equal, ok, refused } from "./assert.mjs";

/**
 * @param {import("../conformance.mjs").Subject} subject
 * @returns {Generator<import("../conformance.mjs").Case>}
 */
export function* ids({ pkg }) {
  const { canonicalId, sameId } = pkg;

  yield [
    "ids of 32 hexadecimal digits are the same in any case, with a UUID's hyphens or none",
    () => {
      const id = "4e0d7dd3c12441fba02981f60732a13f";
      const spellings = [
        id,
        id.toUpperCase(),
        "4e0d7dd3-c124-41fb-a029-81f60732a13f",
        "4E0D7DD3-C124-41FB-A029-81F60732A13F",
        "4e0d7dd3-C124-41fb-A029-81F60732a13f",
        "4E0d7dd3C12441fba02981f60732a13F",
      ];
      for (const spelling of spellings) {
        equal(canonicalId(spelling), id, spelling);
        ok(sameId(id, spelling) && sameId(spelling, id), spelling);
      }
    },
  ];

  yield [
    "every other id stays as it is, so that no two payments share a key",
    () => {
      const id = "4e0d7dd3c12441fba02981f60732a13f";
      const others = [
        "",
        "-",
        "--",
        "abc",
        "ab-c",
        "ABC",
        "k",
        "\u212a",
        id.slice(1),
        `${id}0`,
        `${id.slice(1)}g`,
        `${id.slice(1)}\uff11`,
        `${id}\n`,
        ` ${id}`,
        `{${id}}`,
        `urn:uuid:${id}`,
        "4e0d-7dd3c124-41fb-a029-81f60732a13f",
        "4e0d7dd3-c124-41fb-a02981f60732a13f",
        "4e0d7dd3-c12441fba02981f60732a13f",
        "4e0d7dd3--c124-41fb-a029-81f60732a13f",
        "-4e0d7dd3c12441fba02981f60732a13f",
        "4e0d7dd3-c124-41fb-a029-81f60732a13f-",
        "4E0D7DD3\u2010C124\u201041FB\u2010A029\u201081F60732A13F",
      ];
      for (const a of others) {
        equal(canonicalId(a), a);
        for (const b of [...others, id]) equal(sameId(a, b), a === b && a !== "", `${a} and ${b}`);
      }
    },
  ];

  yield [
    "what is not a string is no id",
    () => {
      for (const a of [
        undefined,
        null,
        7,
        10n,
        {},
        ["4e0d7dd3c12441fba02981f60732a13f"],
        new String("abc"),
      ]) {
        ok(!sameId(a, a) && !sameId(a, "abc") && !sameId("abc", a), String(a));
        refused(() => canonicalId(a), "invalid-option");
      }
    },
  ];
}
