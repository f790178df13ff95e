let shown;

/** Puts a verdict on the page. Everything in it may come from a stranger, so it goes in as text only. */
export function show(verdict, output) {
  const next = JSON.stringify(verdict);
  // A live region is read out again whenever it is filled, also with the same words.
  if (next === shown) return;
  shown = next;

  const { tone, headline, code, text, facts } = verdict;
  output.dataset.tone = tone;
  const lines = [span("headline", bold(headline), " ", codeOf(code))];
  if (text) lines.push(span("text", text));
  for (const [name, value, note = ""] of facts) {
    lines.push(span("fact", span("name", name), " ", codeOf(value), " ", note));
  }
  output.replaceChildren(span("card", ...lines));
}

/** An output may hold phrasing content only, so lists and paragraphs are spans here. */
function span(className, ...children) {
  const element = document.createElement("span");
  element.className = className;
  element.append(...children);
  return element;
}

function bold(text) {
  const element = document.createElement("b");
  element.textContent = text;
  return element;
}

function codeOf(text) {
  const element = document.createElement("code");
  element.textContent = text;
  return element;
}
