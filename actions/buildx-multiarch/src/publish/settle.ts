import type { Built } from '../build/build.ts';
import type { Job } from '../job.ts';
import type { Outcome } from '../outcome.ts';
import { handOn } from './exchange.ts';
import { finish, pushTogether } from './finish.ts';

/** After the build: `all` goes on to index and tags, `build` hands its platforms on to the merge. */
export async function settle(job: Job, built: Extract<Built, { ok: true }>): Promise<Outcome> {
  const { inputs, event, decision, name } = job;
  const { pushed, records, account } = built;
  if (inputs.mode === 'all' && decision.push) return { ...(await finish(job, pushed, records)), account };
  const together = decision.push && built.digest === '' ? await pushTogether(job, built) : built;
  if (decision.push && inputs.exchange === 'artifact')
    await handOn(together.records, name, event.runAttempt, event.temp);
  const { digest, metadata } = together;
  const how = { pushed: decision.push, notPushed: decision.why, tags: [], account };
  return { mode: inputs.mode, image: name, digest, ...how, platforms: together.records, metadata };
}
