// How each framework leaves the body raw. The verifier's error, the handler's, `explain` and the documentation share it.

/** A framework, and what to do there: the end of a sentence that begins with its name and a colon. */
export interface RawBodyAdvice {
  readonly framework: string;
  readonly advice: string;
}

export const RAW_BODY_ADVICE = {
  express: {
    framework: "Express",
    advice: 'put express.raw({ type: "*/*" }) on this route, before express.json()',
  },
  fastify: {
    framework: "Fastify",
    advice:
      "in the plugin of this route call removeAllContentTypeParsers(), then " +
      'addContentTypeParser("*", { parseAs: "buffer" }, (request, body, done) => done(null, body))',
  },
  koa: {
    framework: "Koa",
    advice: "put this route before the body parser, and use ctx.req and ctx.res",
  },
  hapi: {
    framework: "Hapi",
    advice:
      'set payload: { output: "stream", parse: false } in the options of this route, and use request.raw.req and request.raw.res',
  },
  nestjs: {
    framework: "NestJS",
    advice: "create the application with { rawBody: true }, then the bytes are in request.rawBody",
  },
  nextPages: {
    framework: "Next.js, pages/api",
    advice: "export const config = { api: { bodyParser: false } }",
  },
  lambda: {
    framework: "AWS Lambda",
    advice: 'use event.body, decoded with Buffer.from(event.body, "base64") if event.isBase64Encoded',
  },
  fetch: {
    framework: "Next.js, Hono, SvelteKit, Workers, Deno, Bun",
    advice: "pass the Request itself before anything reads it, or its await request.text()",
  },
} as const satisfies Record<string, RawBodyAdvice>;

/** One of the frameworks in {@link RAW_BODY_ADVICE}. */
export type RawBodyFramework = keyof typeof RAW_BODY_ADVICE;

/** The advice for some frameworks, or for all of them, as sentences. */
export function describeRawBody(
  frameworks: readonly RawBodyFramework[] = Object.keys(RAW_BODY_ADVICE) as RawBodyFramework[],
): string {
  return frameworks
    .map((name) => `${RAW_BODY_ADVICE[name].framework}: ${RAW_BODY_ADVICE[name].advice}.`)
    .join(" ");
}
