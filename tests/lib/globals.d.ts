// What `tsc --checkJs` has to know of scripts outside pkg/src; the root's tsconfig.json includes it.

import type { AddressInfo } from "node:net";

declare module "node:net" {
  interface Server {
    // Ours listen on a port, never on a pipe.
    address(): AddressInfo;
  }
}

declare module "node:perf_hooks" {
  interface Performance {
    eventLoopUtilization: typeof import("node:perf_hooks").performance.eventLoopUtilization;
  }
}

declare global {
  // TypeScript's DOM does not have these; Chromium does.
  interface LayoutShift extends PerformanceEntry {
    value: number;
    hadRecentInput: boolean;
    sources: { node?: HTMLElement }[];
  }
  interface Error {
    /** Node's errors have one, and so do the package's. */
    // biome-ignore lint/suspicious/noExplicitAny: a string of many, which tests compare
    code?: any;
  }
  interface RequestInit {
    /** What a stream as a body needs. */
    duplex?: "half";
  }
  // The examples for these runtimes use only what is documented there.
  // biome-ignore lint/suspicious/noExplicitAny: as above
  var Bun: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  var Deno: any;
}
