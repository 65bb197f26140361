import type { JobReport } from './run-report.ts';

/** Leaves in each leg's matrix only what tells it from the others: `build (api, linux/arm64)`, not every field of the row. */
export function withTellingMatrix(jobs: readonly JobReport[]): JobReport[] {
  const telling = new Map([...Map.groupBy(jobs, ({ id }) => id)].map(([id, legs]) => [id, tellingKeys(legs)]));
  return jobs.map((job) => {
    const keys = telling.get(job.id) ?? [];
    return job.matrix ? { ...job, matrix: Object.fromEntries(keys.map((key) => [key, job.matrix?.[key]])) } : job;
  });
}

/** The shortest key, and each longer one that tells more legs apart than those before it. */
function tellingKeys(legs: readonly JobReport[]): string[] {
  const length = (key: string): number => Math.max(...legs.map(({ matrix }) => String(matrix?.[key]).length));
  const [first, ...others] = Object.keys(legs[0]?.matrix ?? {}).sort((one, other) => length(one) - length(other));
  const apart = (keys: readonly string[]): number =>
    new Set(legs.map(({ matrix }) => JSON.stringify(keys.map((key) => matrix?.[key])))).size;
  const kept = first === undefined ? [] : [first];
  for (const key of others) if (apart([...kept, key]) > apart(kept)) kept.push(key);
  return kept;
}
