// Which function responds to a request: each route is matched once, by its path and then by its method.

import { Problem } from "./api/responses.ts";

/** A path, a method, and the function that responds. The pattern's first group is the id in the path, if it has one. */
export interface Route<Context> {
  readonly method: "GET" | "POST";
  readonly pattern: RegExp;
  readonly respond: (context: Context, id: string) => Response | Promise<Response>;
}

/**
 * Responds by the route for a method and a path.
 *
 * @throws {Problem} 404 where no route has the path, 405 with `Allow` where none of those has the method
 */
export async function route<Context>(
  routes: readonly Route<Context>[],
  { method, path }: { method: string; path: string },
  context: Context,
): Promise<Response> {
  const wanted = method === "HEAD" ? "GET" : method;
  const allowed: string[] = [];
  for (const candidate of routes) {
    const match = candidate.pattern.exec(path);
    if (!match) continue;
    if (candidate.method === wanted) return candidate.respond(context, match[1] ?? "");
    allowed.push(candidate.method);
  }
  if (allowed.length === 0) {
    throw new Problem(404, "There is nothing here", { detail: "The page /sandbox shows what there is." });
  }
  throw new Problem(405, "Method not allowed", { headers: { Allow: allowed.join(", ") } });
}
