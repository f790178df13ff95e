// The attempts to deliver a callback as a picture: 24 hours on a logarithmic axis, so that waits which double stand
// at even distances.

import { s } from "../lib/svg.js";

const [FIRST_MS, DAY_MS] = [10_000, 86_400_000];
const [SIDE, AXIS, HEIGHT] = [18, 98, 140];
/** @type {[number, string][]} */
const TICKS = [
  [0, "0"],
  [10_000, "10 s"],
  [60_000, "1 min"],
  [600_000, "10 min"],
  [3_600_000, "1 h"],
  [21_600_000, "6 h"],
  [DAY_MS, "24 h"],
];
/** Labels that give way where the picture is narrow. */
const LESSER = ["10 s", "6 h"];

/**
 * @param {number} width in pixels; text keeps its size
 * @param {{ attempts: { after: number, isDelivered: boolean }[], next?: number, now: number, isGivenUp: boolean }} state
 *   times in milliseconds since the payment
 */
export function timeline(width, { attempts, next, now, isGivenUp }) {
  const x = scale(width);
  const due = next === undefined ? [] : [next];
  const times = [...attempts.map(({ after }) => after), ...due];
  // Where marks stand close together, every second number is left out, and the last one never.
  const every = x(2 * FIRST_MS) - x(FIRST_MS) < 24 ? 2 : 1;
  const isMade = (at) => at < attempts.length;
  return s(
    "svg.timeline",
    { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, "aria-hidden": "true" },
    ...axis(x, width),
    s("path.end", { d: `M${x(DAY_MS)} 24V${AXIS}`, "data-given-up": isGivenUp }),
    s(
      "text.gives-up",
      { x: width - 2, y: 14, "text-anchor": "end", "data-given-up": isGivenUp },
      isGivenUp ? "the API has given up" : "the API gives up",
    ),
    s("path.now", { d: `M${x(now)} ${AXIS + 6}l5 8h-10z` }),
    ...times.slice(1).flatMap((to, at) => hop(x, times[at], to, isMade(at + 1))),
    ...due.map((at) => s("circle.due", { cx: x(at), cy: AXIS, r: 7 })),
    ...attempts.map(({ after, isDelivered }) => mark(x(after), isDelivered)),
    ...times.flatMap((time, at) =>
      (times.length - 1 - at) % every === 0 ? [number(x(time), at + 1, isMade(at))] : [],
    ),
  );
}

/** Where a time stands: the first wait takes as much room as each doubling after it. */
function scale(width) {
  const unit = (width - 2 * SIDE) / (1 + Math.log2(DAY_MS / FIRST_MS));
  return (ms) => {
    const units = ms < FIRST_MS ? ms / FIRST_MS : 1 + Math.log2(Math.min(ms, DAY_MS) / FIRST_MS);
    return Math.round((SIDE + units * unit) * 10) / 10;
  };
}

function axis(x, width) {
  const shown = TICKS.filter(([, label]) => width >= 480 || !LESSER.includes(label));
  const label = (ms) => (ms === 0 ? "start" : ms === DAY_MS ? "end" : "middle");
  return [
    s("path.axis", {
      d: `M${x(0)} ${AXIS}H${x(DAY_MS)}${TICKS.map(([ms]) => `M${x(ms)} ${AXIS}v6`).join("")}`,
    }),
    ...shown.map(([ms, text]) =>
      s(
        "text.tick",
        {
          x: ms === 0 ? x(0) - 4 : ms === DAY_MS ? width - 2 : x(ms),
          y: AXIS + 32,
          "text-anchor": label(ms),
        },
        text,
      ),
    ),
  ];
}

/** From one attempt to the next, with the wait where there is room for it. */
function hop(x, from, to, isMade) {
  const top = AXIS - 32;
  const middle = (x(from) + x(to)) / 2;
  const path = s("path.hop", {
    d: `M${x(from) + 3} ${top}Q${middle} ${top - 20} ${x(to) - 3} ${top}`,
    "data-made": isMade,
  });
  if (x(to) - x(from) < 50) return [path];
  return [path, s("text.wait", { x: middle, y: top - 15, "text-anchor": "middle" }, short(to - from))];
}

/** A wait in one unit: 2.7 min. */
function short(ms) {
  /** @type {[string, number]} */
  const [unit, size] = ms < 60_000 ? ["s", 1000] : ms < 3_600_000 ? ["min", 60_000] : ["h", 3_600_000];
  return `${Number((ms / size).toPrecision(2))} ${unit}`;
}

/** Hollow with a cross, or filled with a tick: told apart without colour. */
function mark(x, isDelivered) {
  if (!isDelivered)
    return s(
      "g.failed",
      {},
      s("circle", { cx: x, cy: AXIS, r: 7 }),
      s("path", { d: `M${x - 3} ${AXIS - 3}l6 6m0-6l-6 6` }),
    );
  return s(
    "g.delivered",
    {},
    s("path", { d: `M${x} ${AXIS - 11}l11 11l-11 11l-11-11z` }),
    s("path", { d: `M${x - 4} ${AXIS}l3 3l5-6` }),
  );
}

const number = (x, text, isMade) =>
  s("text.number-of", { x, y: AXIS - 18, "text-anchor": "middle", "data-made": isMade }, text);
