// What may have become of a header's value between the request and this program.

import type { FindingCode } from "../codes.ts";
import { decodeHtml, decodePercent, trimCharacters } from "../text.ts";
import { AS_IT_ARRIVED } from "./advice.ts";

interface HeaderRepair {
  readonly code: FindingCode;
  readonly finding: string;
  readonly change: string;
  /** The value without the fault; the same where it has not got it. */
  readonly apply: (value: string) => string;
}

/** In the order in which they are undone. */
export const HEADER_REPAIRS: readonly HeaderRepair[] = [
  {
    code: "header-line-break",
    finding: "The header's value has a line break at its start or end.",
    change: `Trim it. ${AS_IT_ARRIVED}`,
    apply: (value) => trimCharacters(value, /[\r\n]/),
  },
  {
    code: "header-with-name",
    finding: "The header's name was given along with its value.",
    change: "Give only what follows the colon.",
    apply: (value) => value.replace(/^\s*["']?authorization["']?\s*[:=]\s*/i, ""),
  },
  {
    code: "header-percent-encoded",
    finding: "The header's value is percent-encoded.",
    change: AS_IT_ARRIVED,
    apply: (value) => (/%[23][0-9a-f]/i.test(value) ? (decodePercent(value) ?? value) : value),
  },
  {
    code: "header-html",
    finding: "The header's value has HTML character references in it.",
    change: AS_IT_ARRIVED,
    apply: decodeHtml,
  },
  {
    code: "header-backslashes",
    finding: "The header's value has backslashes before its quotes, as inside JSON.",
    change: AS_IT_ARRIVED,
    apply: (value) => value.replaceAll('\\"', '"'),
  },
  {
    code: "header-lookalikes",
    finding:
      "The header's value has invisible characters, or characters that look like others, as copies from documents and chats do.",
    change: "Copy it from the request itself, or type these characters again.",
    apply: (value) =>
      value
        .normalize("NFKC")
        .replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, "")
        .replace(/[\u201c-\u201f]/g, '"'),
  },
  {
    code: "header-quoted",
    finding: "The header's whole value is in quotes.",
    change: `Remove them; quotes may stand around the digits only. ${AS_IT_ARRIVED}`,
    apply: (value) => unquote(value),
  },
];

function unquote(value: string): string {
  const text = value.trim();
  const quote = text.charAt(0);
  const isQuoted = text.length > 1 && /["'`]/.test(quote) && text.endsWith(quote);
  return isQuoted ? text.slice(1, -1) : value;
}
