// Rounds of samples: the jobs take turns, in alternating order.

const ROUNDS = 15;
const WARM_UP = 2;
const WARM_UP_CALLS = 10_000;
const WARM_UP_MS = 60;
const MAX_CALLS = 4096;

/**
 * @template {{ name: string }} Job
 * @param {Job[]} given
 * @param {(job: Job, calls: number) => Promise<number>} sample makes so many calls, and says how long one took, in milliseconds
 * @param {number} sampleMs how long a sample takes at least
 */
export async function measureJobs(given, sample, sampleMs) {
  const jobs = given.map((job) => ({ job, calls: 1, samples: [] }));
  for (const each of jobs) {
    // Until a sample takes long enough, and the engine has compiled the job.
    await findCalls(each, sample, sampleMs);
    const begun = performance.now();
    for (let made = 0; made < WARM_UP_CALLS && performance.now() - begun < WARM_UP_MS; made += each.calls)
      await sample(each.job, each.calls);
    // A job that the engine has compiled needs more calls to take as long.
    await findCalls(each, sample, sampleMs);
  }
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    for (const each of round % 2 === 0 ? jobs : jobs.toReversed()) {
      const took = await sample(each.job, each.calls);
      if (round >= WARM_UP) each.samples.push(took * 1e6);
    }
  }
  return jobs.map(({ job: { name }, samples }) => {
    const sorted = samples.toSorted((a, b) => a - b);
    const at = (/** @type {number} */ part) => Math.round(sorted[Math.floor((sorted.length - 1) * part)]);
    return { name, least: at(0), quarter: at(0.25), median: at(0.5), threeQuarters: at(0.75) };
  });
}

/** Doubles the calls until a sample takes long enough; of two samples one may have been disturbed. */
async function findCalls(each, sample, sampleMs) {
  while (each.calls < MAX_CALLS) {
    const both = [await sample(each.job, each.calls), await sample(each.job, each.calls)];
    if (Math.min(...both) * each.calls >= sampleMs) return;
    each.calls *= 2;
  }
}
