import { UserError, warning } from '@data-profiler-actions/action-kit';
import { isPlain } from '../build/build-arguments.ts';
import type { Job } from '../job.ts';
import type { PlatformRecord } from './platform-record.ts';
import { readPushed, type PushedPlatform } from './pushed-image.ts';

export interface Found {
  readonly record: PlatformRecord;
  readonly pushed: PushedPlatform;
}

/** Each platform as its build leg said it; what the registry holds must be that. */
export async function byRecords(job: Job, records: readonly PlatformRecord[]): Promise<Found[]> {
  return Promise.all(
    records.map(async (record) => {
      const held = await readPushed(job.client, job.image.repository, record.pushed);
      const pushed = held.find(({ descriptor }) => descriptor.digest === record.digest);
      if (pushed === undefined)
        throw new UserError(
          `${job.name}@${record.pushed} does not hold ${record.platform} ${record.digest} any more.`,
          'Run the build legs again; no tag has been moved.',
        );
      return { record, pushed };
    }),
  );
}

/** Digests given by hand say nothing of time, emulation or cache. */
export async function byDigests(job: Job, digests: readonly string[]): Promise<Found[]> {
  const unique = [...new Set(digests)];
  const read = await Promise.all(
    unique.map(async (digest) => {
      const held = await readPushed(job.client, job.image.repository, digest);
      return held.map((pushed) => ({ record: recordOf(pushed, digest), pushed }));
    }),
  );
  const found = read.flat();
  if (!isPlain(job.inputs)) found.filter(isBare).forEach(warnOfBare);
  return found;
}

/** The digest of a platform's own manifest: what BuildKit says about it stands beside it, in an index that nothing here names. */
function isBare({ record }: Found): boolean {
  return record.pushed === record.digest;
}

function warnOfBare({ record: { platform, digest } }: Found): void {
  warning(
    `\`digests\` names ${digest}, the manifest of ${platform} itself: the index gets it without attestations. If its build leg made some, give the leg’s \`digest\` output; if it made none, say \`provenance: false\` here, too.`,
  );
}

function recordOf({ platform, descriptor, size, layers }: PushedPlatform, pushed: string): PlatformRecord {
  const unknown = { seconds: 0, emulated: false, cached: 0 };
  return { platform, digest: descriptor.digest, pushed, size, layers, ...unknown };
}
