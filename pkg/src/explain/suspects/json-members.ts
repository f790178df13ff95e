// How else the same event can be written: other members, another order, other values.

import type { FindingCode } from "../codes.ts";

interface MemberStyle {
  readonly code: FindingCode;
  /** What follows "the same JSON". */
  readonly how: string;
  readonly rewrite: (value: unknown) => unknown;
}

type Member = readonly [name: string, value: unknown];

const DOCUMENTED_MEMBERS = ["type", "payload", "amount", "paymentId", "sessionId"];

/** Every order of a payment's members, with its type first and with its payload first. */
const ORDERS: readonly MemberStyle[] = [
  "amount paymentId sessionId",
  "amount sessionId paymentId",
  "paymentId amount sessionId",
  "paymentId sessionId amount",
  "sessionId amount paymentId",
  "sessionId paymentId amount",
]
  .flatMap((members) => [`type payload ${members}`, `payload type ${members}`])
  .map((names) => ({
    code: "json-reordered",
    how: "with its members in another order",
    rewrite: (value) => orderMembers(value, names.split(" ")),
  }));

export const MEMBER_STYLES: readonly MemberStyle[] = [
  {
    code: "json-stringified",
    how: "with numbers and repeated members as JSON.stringify writes them",
    rewrite: (value) => value,
  },
  {
    code: "json-documented-order",
    how: "with its members in the order of the API's documentation",
    rewrite: (value) => orderMembers(value, DOCUMENTED_MEMBERS),
  },
  {
    code: "json-sorted",
    how: "with its members sorted by name",
    rewrite: (value) => mapMembers(value, (members) => [...members].sort(([a], [b]) => (a < b ? -1 : 1))),
  },
  {
    code: "json-payload-first",
    how: "with its payload before its type",
    rewrite: (value) => orderMembers(value, ["payload", "type"]),
  },
  ...ORDERS,
  {
    code: "json-without-added-members",
    how: "without the members that something on the way has added",
    rewrite: (value) =>
      mapMembers(value, (members) => members.filter(([name]) => DOCUMENTED_MEMBERS.includes(name))),
  },
  {
    code: "json-without-null-members",
    how: "without the members that are null",
    rewrite: (value) => mapMembers(value, (members) => members.filter(([, member]) => member !== null)),
  },
  {
    code: "json-pascal-case",
    how: "with its members' names in PascalCase, as .NET writes them by default",
    rewrite: (value) => renameMembers(value, toPascalCase),
  },
  {
    code: "json-camel-case",
    how: "with its members' names in camelCase",
    rewrite: (value) => renameMembers(value, toCamelCase),
  },
  {
    code: "json-snake-case",
    how: "with its members' names in snake_case",
    rewrite: (value) => renameMembers(value, toSnakeCase),
  },
  {
    code: "json-ids-without-hyphens",
    how: "with ids without hyphens",
    rewrite: (value) => mapIds(value, (id) => id.replaceAll("-", "")),
  },
  {
    code: "json-ids-with-hyphens",
    how: "with ids with hyphens",
    rewrite: (value) =>
      mapIds(value, (id) => id.replace(/^(\w{8})(\w{4})(\w{4})(\w{4})(\w{12})$/, "$1-$2-$3-$4-$5")),
  },
  {
    code: "json-ids-lower-case",
    how: "with ids in lower case",
    rewrite: (value) => mapIds(value, (id) => id.toLowerCase()),
  },
  {
    code: "json-ids-upper-case",
    how: "with ids in upper case",
    rewrite: (value) => mapIds(value, (id) => id.toUpperCase()),
  },
  {
    code: "json-numbers-as-strings",
    how: "with numbers as strings",
    rewrite: (value) => mapLeaves(value, (leaf) => (typeof leaf === "number" ? String(leaf) : leaf)),
  },
  {
    code: "json-strings-as-numbers",
    how: "with strings of digits as numbers",
    rewrite: (value) =>
      mapLeaves(value, (leaf) =>
        typeof leaf === "string" && /^(?:0|[1-9]\d{0,15})$/.test(leaf) ? Number(leaf) : leaf,
      ),
  },
];

/** A copy of a value, with other leaves and other members. */
function mapValue(
  value: unknown,
  mapLeaf: (leaf: unknown) => unknown,
  mapOwn: (members: readonly Member[]) => readonly Member[],
): unknown {
  if (typeof value !== "object" || value === null) return mapLeaf(value);
  if (Array.isArray(value)) return value.map((one) => mapValue(one, mapLeaf, mapOwn));
  return Object.fromEntries(
    mapOwn(Object.entries(value)).map(([name, one]) => [name, mapValue(one, mapLeaf, mapOwn)]),
  );
}

function mapLeaves(value: unknown, mapLeaf: (leaf: unknown) => unknown): unknown {
  return mapValue(value, mapLeaf, (members) => members);
}

function mapMembers(value: unknown, mapOwn: (members: readonly Member[]) => readonly Member[]): unknown {
  return mapValue(value, (leaf) => leaf, mapOwn);
}

/** The members of these names first, in this order, and then the others. */
function orderMembers(value: unknown, names: readonly string[]): unknown {
  const placeOf = ([name]: Member) => (names.includes(name) ? names.indexOf(name) : names.length);
  return mapMembers(value, (members) => [...members].sort((a, b) => placeOf(a) - placeOf(b)));
}

function renameMembers(value: unknown, rename: (name: string) => string): unknown {
  return mapMembers(value, (members) => members.map(([name, one]) => [rename(name), one]));
}

function mapIds(value: unknown, mapId: (id: string) => string): unknown {
  const isId = (name: string) => /^(?:payment|session)_?id$/i.test(name);
  return mapMembers(value, (members) =>
    members.map(([name, one]) => [name, isId(name) && typeof one === "string" ? mapId(one) : one]),
  );
}

function toCamelCase(name: string): string {
  // Only at the start of a run of underscores: from each of them it would take the square of their number.
  const joined = name.replace(/(?<!_)_+([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase());
  return joined.charAt(0).toLowerCase() + joined.slice(1);
}

function toPascalCase(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function toSnakeCase(name: string): string {
  return toCamelCase(name).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
