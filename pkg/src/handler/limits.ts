/** The longest body that the handler reads by default: a callback has some 200 bytes. */
export const DEFAULT_MAX_BODY_BYTES = 2 ** 16;
