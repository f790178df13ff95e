// Writes the comparison's tables into docs/performance.md, between two marks.

import { readFileSync, writeFileSync } from "node:fs";
import os from "node:os";

const [BEGIN, END] = ["<!-- measured: begin -->", "<!-- measured: end -->"];

/**
 * @param {string} file
 * @param {{ runtime: string, bodies: { body: string, jobs: { name: string, least: number, quarter: number, median: number, threeQuarters: number }[] }[] }[]} seen
 */
export function writeTables(file, seen) {
  const text = readFileSync(file, "utf8");
  const [before, after] = [text.slice(0, text.indexOf(BEGIN)), text.slice(text.indexOf(END))];
  if (!text.includes(BEGIN) || !text.includes(END)) throw new Error(`${file} has no ${BEGIN} and ${END}`);
  const machine = `${os.cpus()[0]?.model ?? os.arch()}, ${os.cpus().length} cores, ${new Date().toISOString().slice(0, 10)}`;
  writeFileSync(
    file,
    `${before}${BEGIN}\n\nMeasured on ${machine}.\n\n${seen.map(writeRuntime).join("\n")}\n${after}`,
  );
}

function writeRuntime({ runtime, bodies }) {
  const names = bodies[0].jobs.map(({ name }) => name);
  const rows = names.map((name, at) => {
    const cells = bodies.map(({ jobs }) => writeCell(jobs[at], jobs[0]));
    return `| ${name} | ${cells.join(" | ")} |`;
  });
  const head = ["µs", ...bodies.map(({ body }) => body)];
  return `### ${runtime}\n\n| ${head.join(" | ")} |\n|${" --- |".repeat(head.length)}\n${rows.join("\n")}\n`;
}

/** The least and the median, bold where a peer is faster than the package. */
function writeCell(job, ours) {
  const cell = `${format(job.least)} (${format(job.median)})`;
  return job.least < ours.least ? `**${cell}**` : cell;
}

/** @param {number} nanoseconds */
function format(nanoseconds) {
  const us = nanoseconds / 1000;
  return us < 10 ? us.toFixed(2) : us.toFixed(us < 100 ? 1 : 0);
}
