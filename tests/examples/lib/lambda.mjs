// Lambda in miniature: turns requests into events as a function URL or a REST API makes them, and calls the handler.
//
// usage: node lambda.mjs <module of the handler> <"function URL" | "REST API">

import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

const [module, kind] = process.argv.slice(2);
const { handler } = await import(pathToFileURL(module).href);

/** Payload format 2.0: names in lower case, several values joined with commas, text as text. */
function functionUrl({ method, url, headersDistinct }, body) {
  const headers = Object.fromEntries(
    Object.entries(headersDistinct).map(([name, values]) => [name, values.join(",")]),
  );
  const requestContext = { http: { method, path: url, protocol: "HTTP/1.1" }, stage: "$default" };
  const plain = { body: String(body), isBase64Encoded: false };
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: url,
    rawQueryString: "",
    headers,
    requestContext,
    ...plain,
  };
}

/** Payload format 1.0: names as they came, the last of several values, and a body of any type as base64. */
function restApi({ method, url, rawHeaders }, body) {
  const multiValueHeaders = {};
  for (let at = 0; at < rawHeaders.length; at += 2)
    (multiValueHeaders[rawHeaders[at]] ??= []).push(rawHeaders[at + 1]);
  const headers = Object.fromEntries(
    Object.entries(multiValueHeaders).map(([name, values]) => [name, values.at(-1)]),
  );
  const requestContext = { httpMethod: method, stage: "prod" };
  const encoded = {
    body: body.length > 0 ? body.toString("base64") : null,
    isBase64Encoded: body.length > 0,
  };
  return {
    resource: url,
    path: url,
    httpMethod: method,
    headers,
    multiValueHeaders,
    requestContext,
    ...encoded,
  };
}

const eventOf = { "function URL": functionUrl, "REST API": restApi }[kind];

createServer(async (request, response) => {
  const event = eventOf(request, await buffer(request));
  // Events and results are JSON on their way.
  const result = await handler(JSON.parse(JSON.stringify(event)), {}).catch((error) => {
    console.error(error);
    return { statusCode: 502 };
  });
  const { statusCode, headers = {}, body = "" } = JSON.parse(JSON.stringify(result));
  response.writeHead(statusCode, headers).end(body);
}).listen(Number(process.env.PORT), "127.0.0.1");
