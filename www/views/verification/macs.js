// Two signatures one above the other, in groups that stay together when they wrap.

import { h } from "../../lib/dom.js";

const GROUP = 8;

/** @param {{ given: string, made: string }} macs 64 digits each, in lower case */
export function macsView({ given, made }) {
  const groups = Array.from({ length: given.length / GROUP }, (_, at) => {
    const [above, below] = [given, made].map((digits) => digits.slice(at * GROUP, (at + 1) * GROUP));
    return h(
      "li",
      {},
      line(above, below),
      line(below, above),
      h("span.hidden", {}, above === below ? " the same" : " not the same"),
    );
  });
  return [
    h(
      "ul.macs",
      { "aria-label": "The signatures in groups of eight digits: first the header's, then the computed one" },
      ...groups,
    ),
    h(
      "p.hint",
      {},
      "Above: from the header. Below: computed here with your secret.",
      given !== made && " Different digits are underlined.",
    ),
  ];
}

macsView.outcome = ({ given, made }) => {
  const differing = [...given].filter((digit, at) => digit !== made[at]).length;
  return differing === 0
    ? `all ${given.length} digits match`
    : `${differing} of ${given.length} digits differ`;
};

/** Runs of digits, those marked that differ from the other line's. */
function line(digits, others) {
  const runs = [];
  for (const [at, digit] of [...digits].entries()) {
    const differs = digit !== others[at];
    if (runs.at(-1)?.differs === differs) runs.at(-1).text += digit;
    else runs.push({ differs, text: digit });
  }
  return h("span", {}, ...runs.map(({ differs, text }) => (differs ? h("mark", {}, text) : text)));
}
