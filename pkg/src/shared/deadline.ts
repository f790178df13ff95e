/** setTimeout fires at once for anything longer. */
export const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Waits for work until a deadline, and no longer: a promise that never settles must not hold its caller.
 *
 * The work itself goes on; `onTimeout` can end it. A rejection that comes later is not reported as unhandled.
 *
 * @param onTimeout called at the deadline; gives the error that the wait then rejects with
 */
export async function withDeadline<T>(
  work: T | PromiseLike<T>,
  timeoutMs: number,
  onTimeout: () => Error,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(onTimeout()), timeoutMs);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
