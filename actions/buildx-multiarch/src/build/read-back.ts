import { textOf } from '@data-profiler-actions/action-kit';
import { isEmulated } from '../builder/builder-inspection.ts';
import type { Job } from '../job.ts';
import { readArchive } from '../publish/oci-archive.ts';
import type { PlatformRecord } from '../publish/platform-record.ts';
import { readPushed, type PushedPlatform } from '../publish/pushed-image.ts';
import { measure } from './build-times.ts';
import type { FinishedLeg } from './finished-leg.ts';

/** What a leg made. */
export interface ReadBack {
  readonly digest: string;
  readonly records: readonly PlatformRecord[];
  readonly pushed: readonly PushedPlatform[];
}

/** What counts is what the registry, or the archive, holds, not what buildx says it sent. */
export async function readBack(job: Job, { leg, result }: Pick<FinishedLeg, 'leg' | 'result'>): Promise<ReadBack> {
  const digest = textOf(result.metadata['containerimage.digest']);
  const held = await heldPlatforms(job, digest);
  const records = leg.platforms.map((platform) => record(platform, digest, held, { leg, result }));
  const lacking = records.filter((item) => item.digest === '').map(({ platform }) => platform);
  if (lacking.length > 0 && (job.decision.push || job.inputs.output !== ''))
    throw new Error(`the built image ${digest} holds no ${lacking.join(', ')}`);
  return { digest, records, pushed: job.decision.push ? held : [] };
}

function heldPlatforms({ client, image, decision, inputs, event }: Job, digest: string): Promise<PushedPlatform[]> {
  if (decision.push) return readPushed(client, image.repository, digest);
  return inputs.output === '' ? Promise.resolve([]) : readArchive(event.workspace, inputs.output, digest);
}

function record(
  platform: string,
  digest: string,
  held: readonly PushedPlatform[],
  { leg, result }: Pick<FinishedLeg, 'leg' | 'result'>,
): PlatformRecord {
  const found = held.find((item) => item.platform === platform);
  // What is kept nowhere cannot be read back; a build of one platform without attestations is that platform's own manifest.
  const known = held.length === 0 && leg.platforms.length === 1 ? digest : '';
  return {
    platform,
    digest: found?.descriptor.digest ?? known,
    pushed: found ? digest : '',
    size: found?.size ?? 0,
    layers: found?.layers ?? 0,
    ...measure(result.steps, platform),
    emulated: isEmulated(platform, leg.builder.nodes),
  };
}
