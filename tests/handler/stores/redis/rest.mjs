// Redis over HTTP, as Upstash's service and its kin speak it: a command is a JSON array, a reply { result } or { error }.

import { once } from "node:events";
import { createServer } from "node:http";
import { Redis as IoRedis } from "ioredis";

/** Starts a server that passes commands on to a Redis. Replies are text in base64 where the client asks for it. */
export async function connectToRest(redisUrl) {
  const redis = new IoRedis(redisUrl, { maxRetriesPerRequest: 1, retryStrategy: () => 20 });
  redis.on("error", () => {});
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const encode = (reply) =>
      request.headers["upstash-encoding"] === "base64" && typeof reply === "string" && reply !== "OK"
        ? Buffer.from(reply).toString("base64")
        : reply;
    /**
     * @param {[name: string, ...values: unknown[]]} command
     * @returns {Promise<{ result?: unknown, error?: string }>}
     */
    const run = ([name, ...values]) =>
      redis.call(String(name), ...values.map(String)).then(
        (reply) => ({ result: encode(reply) }),
        (error) => ({ error: error.message }),
      );
    const commands = JSON.parse(text);
    // A pipeline is an array of commands, and its reply an array of replies.
    const isPipeline = Array.isArray(commands[0]);
    const body = isPipeline ? await Promise.all(commands.map(run)) : await run(commands);
    const status = "error" in body ? 400 : 200;
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      server.close();
      redis.disconnect();
    },
  };
}
