// Pages as text, with everything that is put into them escaped.

/** Text that is already HTML. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Joins the pieces. Values (strings, numbers, arrays of them) are escaped unless this function made them. */
export function html(strings: TemplateStringsArray, ...values: unknown[]): Markup {
  return new Markup(strings.reduce((text, string, at) => text + escapeHtml(values[at - 1]) + string));
}

function escapeHtml(value: unknown): string {
  if (Array.isArray(value)) return value.map(escapeHtml).join("");
  if (value instanceof Markup) return value.text;
  return String(value ?? "").replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * Renders a whole page.
 *
 * @param options `root` is the path that the sandbox is mounted at
 */
export function renderPage(
  title: string,
  main: Markup,
  { root, status = 200 }: { root: string; status?: number },
): Response {
  const { text } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · sandbox</title>
<link rel="stylesheet" href="${root}/sandbox/style.css">
</head>
<body>
<p class="sandbox-banner"><strong>Sandbox.</strong> Nothing here is real: no money moves, and no card or phone is contacted.</p>
<main>
${main}
</main>
</body>
</html>
`;
  // No form-action: browsers also apply it to the redirect back to the shop.
  const policy = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'";
  const headers = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": policy,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
  };
  return new Response(text, { status, headers });
}

export const STYLE = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; color: light-dark(#1d2129, #e7e9ee); background: light-dark(#f6f6f3, #14171c); }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
.sandbox-banner { margin: 0; padding: .6rem 1.5rem; text-align: center; color: #231a00; background: #ffd45c; }
.sandbox-payment { max-width: 24rem; margin: 2rem auto; padding: 1.5rem 2rem 2rem; border-top: .5rem solid var(--brand);
  border-radius: .75rem; background: light-dark(#fff, #1f242c); box-shadow: 0 .25rem 1.5rem rgb(0 0 0 / 12%); }
.sandbox-vipps { --brand: #ff5b24; }
.sandbox-card { --brand: #2558c7; }
.sandbox-amount { margin: .5rem 0; font-size: 2rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.sandbox-payment form { display: grid; gap: .75rem; margin-top: 1.5rem; }
button { padding: .7rem 1rem; border: 1px solid currentcolor; border-radius: .5rem; font: inherit; color: inherit; background: none; cursor: pointer; }
button.primary { border-color: var(--brand); color: #fff; background: color-mix(in oklab, var(--brand), #000 25%); font-weight: 600; }
:focus-visible { outline: 3px solid light-dark(#2558c7, #8fb4ff); outline-offset: 2px; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
.sandbox-log { overflow-x: auto; }
th, td { padding: .4rem .8rem .4rem 0; border-bottom: 1px solid light-dark(#d8d8d2, #333a45); text-align: start; vertical-align: top; }
code, pre { font: .9em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
`;
