/**
 * What a run of the suite came to; an error is its one failure, so that the rows after it are still tried.
 *
 * @param {() => Promise<{ passed: number, failed: string[] }>} run
 * @returns {Promise<{ passed: number, failed: string[] }>}
 */
export async function attempt(run) {
  try {
    return await run();
  } catch (error) {
    return { passed: 0, failed: [String(error?.stack ?? error)] };
  }
}
