// What the official client makes is what the store takes.

import { RedisStore } from "checkout-signature/redis";
import { createClient } from "redis";

new RedisStore(createClient({ disableOfflineQueue: true }));
// @ts-expect-error an address is no client
new RedisStore("redis://localhost");
