// Why a callback was refused, looked for in a Worker, since looking may take a second.

/**
 * @typedef {import("checkout-signature/explain").Finding} Finding
 * @typedef {import("checkout-signature/explain").ExplainOptions & { body: string, header: string | undefined }} Callback
 */

/** Null once none could be started. @type {Worker | null | undefined} */
let worker;
let count = 0;
/** Ends when the last question was answered: only one at a time is asked. @type {Promise<unknown>} */
let last = Promise.resolve();

/**
 * What might be wrong; undefined where the question was withdrawn before there was an answer.
 *
 * @param {Callback} callback
 * @param {AbortSignal} withdrawn
 * @returns {Promise<readonly Finding[] | undefined>}
 */
export function findReasons(callback, withdrawn) {
  const answer = last.then(async () => {
    if (withdrawn.aborted) return undefined;
    const found = await find(callback);
    return withdrawn.aborted ? undefined : found;
  });
  last = answer.catch(() => {});
  return answer;
}

/** @param {Callback} callback */
async function find(callback) {
  if (worker !== null) {
    try {
      return await askWorker(callback);
    } catch {
      // Too old a browser, or a host's policy: then the page's own thread has to wait.
      worker?.terminate();
      worker = null;
    }
  }
  const { explain } = await import("checkout-signature/explain");
  const { body, header, ...options } = callback;
  return explain(body, header, options);
}

/** @param {Callback} callback @returns {Promise<readonly Finding[]>} */
function askWorker(callback) {
  return new Promise((resolve, reject) => {
    worker ??= new Worker(new URL("../lib/explain.worker.js", import.meta.url), { type: "module" });
    const number = ++count;
    worker.onmessage = ({ data }) => {
      if (data.number === number) resolve(data.found);
    };
    worker.onerror = reject;
    worker.postMessage({ number, callback });
  });
}
