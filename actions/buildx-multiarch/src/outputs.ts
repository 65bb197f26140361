import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setOutputs } from '@data-profiler-actions/action-kit';
import type { Outcome } from './outcome.ts';
import type { PlatformRecord } from './publish/platform-record.ts';

export const outputNames = ['digest', 'image', 'tags', 'platforms', 'metadata', 'report'] as const;

/** Sets the outputs and leaves the same facts, as JSON, in a report file of the job's scratch folder. */
export function publishOutputs(outcome: Outcome, temp: string): void {
  const outputs = {
    digest: outcome.digest,
    image: outcome.digest === '' || !outcome.pushed ? '' : `${outcome.image}@${outcome.digest}`,
    tags: outcome.tags.join('\n'),
    platforms: outcome.platforms.map(describe),
    metadata: outcome.metadata,
  };
  const report = join(temp, `buildx-multiarch-${process.pid}.json`);
  writeFileSync(
    report,
    JSON.stringify({ mode: outcome.mode, pushed: outcome.pushed, ...outputs, tags: outcome.tags }, null, 2),
  );
  setOutputs({ ...outputs, report });
}

function describe({ platform, digest, size, seconds, emulated, cached }: PlatformRecord): Record<string, unknown> {
  return { platform, digest, size, seconds, emulated, cached };
}
