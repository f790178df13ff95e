// Draws the comparison: one panel for each body, one bar for each job, and which is faster than the package.

import { writeFileSync } from "node:fs";

const RUNTIME = "Node 20";
const PANELS = ["149 bytes", "197 bytes, indented", "1 KiB", "64 KiB, indented"];
const [WIDTH, ROW, GAP, LEFT, RIGHT] = [760, 20, 52, 210, 130];

/**
 * @param {string} file
 * @param {{ runtime: string, bodies: { body: string, jobs: { name: string, least: number }[] }[] }[]} seen
 */
export function draw(file, seen) {
  const { bodies } = seen.find(({ runtime }) => runtime === RUNTIME) ?? seen[0];
  let top = 44;
  const parts = [];
  for (const { body, jobs } of bodies.filter(({ body }) => PANELS.includes(body))) {
    const most = Math.max(...jobs.map(({ least }) => least));
    parts.push(`<text class="title" x="16" y="${top}">${body}</text>`);
    for (const [at, { name, least }] of jobs.entries()) {
      const y = top + 12 + at * ROW;
      const length = Math.max(1, ((WIDTH - LEFT - RIGHT) * least) / most);
      const kind = at === 0 ? "ours" : least < jobs[0].least ? "faster" : "slower";
      parts.push(
        `<text x="${LEFT - 8}" y="${y + 13}" text-anchor="end">${name}</text>`,
        `<rect class="${kind}" x="${LEFT}" y="${y + 2}" width="${length.toFixed(1)}" height="${ROW - 6}" rx="2"/>`,
        `<text x="${(LEFT + length + 6).toFixed(1)}" y="${y + 13}">${format(least)}${kind === "faster" ? ", faster" : ""}</text>`,
      );
    }
    top += jobs.length * ROW + GAP;
  }
  const title = `Time to verify a callback and read its event, ${RUNTIME}: shorter is better`;
  writeFileSync(
    file,
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top - 24}" role="img" aria-label="${title}">
<style>
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-weight: 600 }
.back { fill: #ffffff }
.ours { fill: #0a7d4f } .slower { fill: #8c959f } .faster { fill: #bc4c00 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .back { fill: #0d1117 }
  .ours { fill: #3fb984 } .slower { fill: #6e7681 } .faster { fill: #f0883e }
}
</style>
<rect class="back" width="100%" height="100%"/>
<text class="title" x="16" y="20">${title}</text>
${parts.join("\n")}
</svg>
`,
  );
}

/** @param {number} nanoseconds */
function format(nanoseconds) {
  const us = nanoseconds / 1000;
  return us < 10 ? `${us.toFixed(2)} µs` : us < 1000 ? `${us.toFixed(0)} µs` : `${(us / 1000).toFixed(1)} ms`;
}
