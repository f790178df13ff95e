import type { FindingCode } from "./codes.ts";

/** One thing that `explain` found, in sentences for people, with a code for programs. */
export interface Finding {
  /** What it is, from a closed list; a code keeps its meaning when the sentences change. */
  readonly code: FindingCode;
  /** What is wrong: `"The signature was made with the secret without the whitespace around it."` */
  readonly finding: string;
  /** What to change, or what to check next. */
  readonly change: string;
  /** The single findings behind the code `several-changes`: all of their changes are needed together. */
  readonly parts?: readonly Finding[];
}

const COUNTS = ["", "", "Two", "Three", "Four", "Five", "Six"];

/** Joins the changes that one match needs into one finding. */
export function combineFindings(parts: readonly Finding[]): Finding {
  const [first] = parts;
  if (first && parts.length === 1) return first;
  const sentences = parts.map(({ finding }) => finding).join(" ");
  return {
    code: "several-changes",
    finding: `${COUNTS[parts.length] ?? "Several"} changes are needed together. ${sentences}`,
    change: [...new Set(parts.map(({ change }) => change))].join(" "),
    parts,
  };
}
