// How each framework hands a callback to the handler: with the body left raw, and after its parser.
//
// Two lines at the end stand for how several platforms call a function, without the platform itself.
//
// A line gives `raw` and `parsed`: each starts an application around the handler, and returns a function that sends a
// request and gives its status. `parsedIsFine` is for frameworks that keep the raw bytes beside what they have parsed.

import "reflect-metadata";
import { createServer } from "node:http";
import azure from "@azure/functions";
import * as functions from "@google-cloud/functions-framework";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import hapi from "@hapi/hapi";
import { Controller, Module, Post, Req, Res } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { Elysia } from "elysia";
import express from "express";
import express4 from "express4";
import fastify from "fastify";
import fastifyRawBody from "fastify-raw-body";
import { H3 } from "h3";
import { Hono } from "hono";
import Koa from "koa";
import koaBodyParser from "koa-bodyparser";
import serverless from "serverless-http";
import { serve } from "../harness.mjs";
import { callOnNetlify } from "./netlify.mjs";
import { startSvelteKit } from "./sveltekit.mjs";

export const FRAMEWORKS = {
  "node:http": {
    raw: (t, handle) => overSocket(serve(t, handle)),
    parsed: (t, handle) =>
      overSocket(
        serve(t, async (request, response) => {
          let text = "";
          for await (const chunk of request) text += chunk;
          request.body = JSON.parse(text);
          await handle(request, response);
        }),
      ),
  },
  "Express 4": {
    raw: (t, handle) => overSocket(serve(t, express4().post("/", handle).use(express4.json()))),
    parsed: (t, handle) => overSocket(serve(t, express4().use(express4.json()).post("/", handle))),
    advice: /Express: put express\.raw/,
  },
  "Express 5": {
    raw: (t, handle) => overSocket(serve(t, express().post("/", express.raw({ type: "*/*" }), handle))),
    parsed: (t, handle) => overSocket(serve(t, express().use(express.json()).post("/", handle))),
    advice: /Express: put express\.raw/,
  },
  "Express, a verify hook that keeps the bytes": {
    raw: (t, handle) => overSocket(serve(t, express().post("/", handle))),
    parsed(t, handle) {
      const verify = (request, _response, bytes) => void (request.rawBody = bytes);
      return overSocket(serve(t, express().use(express.json({ verify })).post("/", handle)));
    },
    parsedIsFine: true,
  },
  Fastify: {
    raw: (t, handle) => overSocket(startFastify(t, handle, keepBuffers)),
    parsed: (t, handle) => overSocket(startFastify(t, handle, () => {})),
    advice: /Fastify: .*addContentTypeParser/,
  },
  "Fastify, fastify-raw-body": {
    raw: (t, handle) => overSocket(startFastify(t, handle, keepBuffers)),
    parsed: (t, handle) =>
      overSocket(startFastify(t, handle, (app) => app.register(fastifyRawBody, { encoding: false }))),
    parsedIsFine: true,
  },
  Koa: {
    raw: (t, handle) => overSocket(serve(t, new Koa().use(({ req, res }) => handle(req, res)).callback())),
    parsed: (t, handle) =>
      overSocket(
        serve(
          t,
          new Koa()
            .use(koaBodyParser())
            .use(({ req, res }) => handle(req, res))
            .callback(),
        ),
      ),
    advice: /Koa: put this route before the body parser/,
  },
  Hapi: {
    raw: (t, handle) => overSocket(startHapi(t, handle, { output: "stream", parse: false })),
    parsed: (t, handle) => overSocket(startHapi(t, handle, {})),
    advice: /Hapi: set payload: \{ output: "stream", parse: false \}/,
  },
  NestJS: {
    raw: (t, handle) => overSocket(startNest(t, handle, { rawBody: true })),
    parsed: (t, handle) => overSocket(startNest(t, handle, {})),
    advice: /NestJS: create the application with \{ rawBody: true \}/,
  },
  "functions-framework (Google Cloud Functions, Firebase)": {
    raw: (t, handle) => overSocket(startFunction(t, handle, "raw")),
    parsed: (t, handle) => overSocket(startFunction(t, handle, "parsed")),
    parsedIsFine: true,
  },
  "serverless-http (Lambda, Netlify)": {
    raw: (_t, handle) => onLambda(express().post("/", handle)),
    parsed: (_t, handle) => onLambda(express().use(express.json()).post("/", handle)),
    advice: /Express: put express\.raw/,
  },
  Hono: {
    raw: (_t, handle) => onFetch((request) => hono((context) => handle(context.req.raw)).fetch(request)),
    parsed: (_t, handle) =>
      onFetch((request) =>
        hono(async (context) => {
          await context.req.json();
          return handle(context.req.raw);
        }).fetch(request),
      ),
    advice: /Hono, SvelteKit.*: pass the Request itself/,
  },
  "h3 (Nitro, Nuxt)": {
    raw: (_t, handle) =>
      onFetch((request) => new H3().post("/", (event) => handle(event.req)).fetch(request)),
    parsed: (_t, handle) =>
      onFetch((request) => {
        const app = new H3().post("/", async (event) => {
          await event.req.json();
          return handle(event.req);
        });
        return app.fetch(request);
      }),
    advice: /pass the Request itself/,
  },
  Elysia: {
    raw: (_t, handle) =>
      onFetch((request) =>
        new Elysia().post("/", (context) => handle(context.request), { parse: "none" }).handle(request),
      ),
    parsed: (_t, handle) =>
      onFetch((request) =>
        new Elysia().post("/", ({ body, request }) => body && handle(request)).handle(request),
      ),
    advice: /pass the Request itself/,
  },
  SvelteKit: {
    raw: (_t, handle) => onSvelteKit("/raw", handle),
    parsed: (_t, handle) => onSvelteKit("/parsed", handle),
    advice: /SvelteKit.*: pass the Request itself/,
  },
  "Netlify Functions": {
    raw: (_t, handle) => onNetlify(handle),
    parsed: (_t, handle) =>
      onNetlify(async (request, context) => {
        await request.json();
        return handle(request, context);
      }),
    advice: /pass the Request itself/,
  },
  "a function of (request, context): Vercel, Next.js, Workers, Deno, Bun": {
    raw: (_t, handle) =>
      onFetch((request) => handle(request, { params: Promise.resolve({}), waitUntil() {} })),
    parsed: (_t, handle) =>
      onFetch(async (request) => {
        await request.json();
        return handle(request, { params: Promise.resolve({}), waitUntil() {} });
      }),
    advice: /pass the Request itself/,
  },
  "a function of an event with a request: Astro, React Router": {
    raw: (_t, handle) => onFetch((request) => (({ request }) => handle(request))({ request, params: {} })),
    parsed: (_t, handle) =>
      onFetch(async (request) => {
        await request.text();
        return (({ request }) => handle(request))({ request, params: {} });
      }),
    advice: /SvelteKit.*: pass the Request itself/,
  },
  "Azure Functions v4": {
    raw: (_t, handle) => onAzure(handle),
    parsed: (_t, handle) =>
      onAzure(async (request) => {
        await request.json();
        return handle(request);
      }),
    advice: /pass the Request itself/,
  },
};

function hono(respond) {
  return new Hono().post("/", respond);
}

/** Sends over a socket, to a port that is being opened. */
async function overSocket(opening) {
  const port = await opening;
  return async (body, headers) => {
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body, headers });
    await response.arrayBuffer();
    return response.status;
  };
}

/** Calls what takes a Request. */
async function onFetch(respond) {
  return async (body, headers) => {
    const response = await respond(new Request("http://shop.test/", { method: "POST", body, headers }));
    return response.status;
  };
}

async function onSvelteKit(route, handle) {
  const server = await startSvelteKit();
  return async (body, headers) => {
    const request = new Request(`http://shop.test${route}`, { method: "POST", body, headers });
    const options = { platform: { handle }, getClientAddress: () => "127.0.0.1" };
    return (await server.respond(request, options)).status;
  };
}

async function onNetlify(respond) {
  return (body, headers) => callOnNetlify(respond, body, headers);
}

async function onLambda(app) {
  const run = serverless(app);
  return async (body, headers) => {
    const event = {
      httpMethod: "POST",
      path: "/",
      headers,
      body,
      isBase64Encoded: false,
      requestContext: {},
    };
    return /** @type {any} */ (await run(event, {})).statusCode;
  };
}

async function onAzure(handle) {
  return async (body, headers) => {
    const request = new azure.HttpRequest({
      method: "POST",
      url: "http://shop.test/api/callback",
      body: { string: body },
      headers,
    });
    // As the worker does with what a function returns.
    return new azure.HttpResponse(await handle(request, { invocationId: "1" })).status;
  };
}

async function startFastify(t, handle, prepare) {
  const app = fastify();
  await prepare(app);
  app.post("/", handle);
  await app.listen({ port: 0, host: "127.0.0.1" });
  t.after(() => app.close());
  return app.server.address().port;
}

function keepBuffers(app) {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
}

async function startHapi(t, handle, payload) {
  const server = hapi.server({ port: 0, host: "127.0.0.1" });
  server.route({
    method: "POST",
    path: "/",
    options: { payload },
    async handler({ raw }, h) {
      await handle(raw.req, raw.res);
      return h.abandon;
    },
  });
  await server.start();
  t.after(() => server.stop());
  return server.info.port;
}

async function startNest(t, handle, options) {
  class Callbacks {
    receive(request, response) {
      return handle(request, response);
    }
  }
  // Decorators, as TypeScript would call them.
  const method = Object.getOwnPropertyDescriptor(Callbacks.prototype, "receive");
  Req()(Callbacks.prototype, "receive", 0);
  Res()(Callbacks.prototype, "receive", 1);
  Post("/")(Callbacks.prototype, "receive", method);
  Controller()(Callbacks);
  class App {}
  Module({ controllers: [Callbacks] })(App);
  const app = await NestFactory.create(App, { logger: false, ...options });
  await app.listen(0, "127.0.0.1");
  t.after(() => app.close());
  return app.getHttpServer().address().port;
}

function startFunction(t, handle, name) {
  functions.http(name, handle);
  return serve(t, getTestServer(name).listeners("request")[0] ?? createServer());
}
