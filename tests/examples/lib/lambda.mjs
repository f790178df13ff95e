// Lambda in miniature: turns requests into events as Amazon's gateways and Netlify make them, and calls the handler.
//
// usage: node lambda.mjs <module of the handler> <one of EVENTS>

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

/** A load balancer's: names in lower case, the last of several values, text as text. */
function loadBalancer({ method, url, headersDistinct }, body) {
  const headers = Object.fromEntries(
    Object.entries(headersDistinct).map(([name, values]) => [name, values.at(-1)]),
  );
  const requestContext = {
    elb: { targetGroupArn: "arn:aws:elasticloadbalancing:eu-north-1:0:targetgroup/shop/0" },
  };
  return {
    requestContext,
    httpMethod: method,
    path: url,
    headers,
    body: String(body),
    isBase64Encoded: false,
  };
}

/** The same where the target group has multi-value headers: there are no others, in the response either. */
function loadBalancerMultiValue(request, body) {
  const { headers, ...event } = loadBalancer(request, body);
  return { ...event, multiValueHeaders: { ...request.headersDistinct } };
}

/** Netlify's: like a REST API's, without its context. */
function netlify(request, body) {
  const { requestContext, resource, ...event } = restApi(request, body);
  return { ...event, rawUrl: `https://shop.test${request.url}` };
}

const EVENTS = {
  "function URL": functionUrl,
  "REST API": restApi,
  "load balancer": loadBalancer,
  "load balancer, multi-value": loadBalancerMultiValue,
  Netlify: netlify,
};

createServer(async (request, response) => {
  const event = EVENTS[kind](request, await buffer(request));
  // Events and results are JSON on their way.
  const result = await handler(JSON.parse(JSON.stringify(event)), {}).catch((error) => {
    console.error(error);
    return { statusCode: 502 };
  });
  const { statusCode, headers = {}, multiValueHeaders, body = "" } = JSON.parse(JSON.stringify(result));
  const isMultiValue = EVENTS[kind] === loadBalancerMultiValue;
  response.writeHead(statusCode, isMultiValue ? multiValueHeaders : headers).end(body);
}).listen(Number(process.env.PORT), "127.0.0.1");
