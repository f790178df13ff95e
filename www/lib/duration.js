// Spans of time as people say them.

/** @type {[string, number][]} */
const UNITS = [
  ["h", 3600],
  ["min", 60],
  ["s", 1],
];

/** @param {number} ms "2 min 30 s"; from an hour on seconds are left out */
export function duration(ms) {
  let rest = Math.round(ms / 1000);
  const parts = [];
  for (const [name, seconds] of UNITS) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (name === "s" && ms >= 3_600_000) break;
    if (count > 0) parts.push(`${count}\u00a0${name}`);
  }
  return parts.join(" ") || "0\u00a0s";
}
