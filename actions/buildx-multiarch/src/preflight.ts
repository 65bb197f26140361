import { info, mistakesError, type Mistake } from '@data-profiler-actions/action-kit';
import type { Inputs } from './inputs.ts';
import type { Job } from './job.ts';
import { loginMistakes, writeMistakes } from './registry/write-access.ts';

/**
 * Proves in seconds what would else fail after the build; all mistakes come in one error, before anything is started. `others` were found elsewhere. A merge
 * starts with its proof: its first write is the index by digest, which no tag shows, so only its login is asked for here.
 */
export async function preflight(job: Job, others: readonly Mistake[]): Promise<void> {
  // What could not be read leads to answers that say nothing of the registry.
  const asksRegistry = job.decision.push && !job.mistakes.some(({ input }) => ['image', 'credentials'].includes(input));
  const merges = job.inputs.mode === 'merge';
  const mistakes = [
    ...job.mistakes,
    ...others,
    ...exchangeMistakes(job.inputs, job.decision.push, process.env),
    ...(asksRegistry ? await (merges ? loginMistakes : writeMistakes)(job) : []),
    ...(asksRegistry && job.inputs.mode !== 'build' ? await copyMistakes(job) : []),
  ];
  if (mistakes.length > 0) throw mistakesError(mistakes);
  info(`Preflight passed: ${job.name}${job.decision.push && !merges ? ' is writable' : ''}.`);
}

/** Handing on through artifacts needs the run's artifact service, which JavaScript actions get and `run:` steps don't. */
export function exchangeMistakes(
  { mode, exchange, digests }: Pick<Inputs, 'mode' | 'exchange' | 'digests'>,
  push: boolean,
  env: Readonly<Record<string, string | undefined>>,
): Mistake[] {
  const needed = push && exchange === 'artifact' && (mode === 'build' || (mode === 'merge' && digests.length === 0));
  if (!needed || (env['ACTIONS_RESULTS_URL'] && env['ACTIONS_RUNTIME_TOKEN'])) return [];
  const problem =
    'is artifact, but this run has no artifact service (ACTIONS_RESULTS_URL, ACTIONS_RUNTIME_TOKEN); set it to none and hand the digest output of each build to `digests` of the merge';
  return [{ input: 'exchange', problem }];
}

/** A copy that cannot be written is known before the build, too. */
async function copyMistakes({ copies }: Job): Promise<Mistake[]> {
  const found = await Promise.all(copies.map(writeMistakes));
  return found.flat().map((mistake) => (mistake.input === 'image' ? { ...mistake, input: 'copies' } : mistake));
}
