// A request that was made, as text to send it again: raw HTTP, curl, and JavaScript.

/** @typedef {{ method?: string, url?: string, headers: Record<string, string>, body: string }} Message */

/** @param {Message} request */
export function asHttp({ method, url, headers, body }) {
  const { host, pathname, search } = new URL(url);
  const lines = Object.entries({ Host: host, ...headers }).map(
    ([name, value]) => `${titled(name)}: ${value}`,
  );
  return [`${method} ${pathname}${search} HTTP/1.1`, ...lines, "", body].join("\n").trimEnd();
}

/** For a POSIX shell. @param {Message} request */
export function asCurl({ method, url, headers, body }) {
  const parts = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${titled(name)}: ${value}`)}`);
  if (body) parts.push(`--data-binary ${quoted(body)}`);
  const verb = method === "GET" || (method === "POST" && body) ? "" : ` -X ${method}`;
  return [`curl${verb} ${quoted(url)}`, ...parts].join(" \\\n  ");
}

/** @param {Message} request */
export function asJavaScript({ method, url, headers, body }) {
  const options = [
    method === "GET" ? undefined : `method: ${JSON.stringify(method)}`,
    Object.keys(headers).length > 0 ? `headers: ${literal(headers)}` : undefined,
    body
      ? `body: ${body.includes("`") || body.includes("${") ? JSON.stringify(body) : `\`${body.replaceAll("\\", "\\\\")}\``}`
      : undefined,
  ].filter(Boolean);
  const call = options.length > 0 ? `, {\n${options.map((option) => `  ${option},\n`).join("")}}` : "";
  return `const response = await fetch(${JSON.stringify(url)}${call});\nconsole.log(response.status, await response.text());`;
}

/** Header names come out of `Headers` in lower case. @param {string} name */
export const titled = (name) =>
  name.replace(/(^|-)([a-z])/g, (_, before, letter) => before + letter.toUpperCase());

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

const literal = (headers) =>
  `{ ${Object.entries(headers)
    .map(([name, value]) => `${JSON.stringify(titled(name))}: ${JSON.stringify(value)}`)
    .join(", ")} }`;
