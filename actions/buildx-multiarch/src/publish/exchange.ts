import { createHash } from 'node:crypto';
import {
  downloadRunArtifacts,
  messageOf,
  objectOf,
  parseJson,
  uploadRunArtifact,
  UserError,
  type RunArtifact,
} from '@data-profiler-actions/action-kit';
import { readPlatformRecord, type PlatformRecord } from './platform-record.ts';

/** A platform handed on by a build leg; `attempt` is the run's. */
export interface HandedOn {
  readonly image: string;
  readonly attempt: number;
  readonly builtAt: number;
  readonly record: PlatformRecord;
}

/** Artifacts of one image share a prefix of equal length, so no image's prefix begins another's. */
export function artifactPrefix(image: string): string {
  return `image-${createHash('sha256').update(image).digest('hex').slice(0, 16)}-`;
}

export function artifactName({ image, attempt, record }: HandedOn): string {
  return `${artifactPrefix(image)}${record.platform.replaceAll('/', '-')}-attempt-${attempt}`;
}

/** Hands platforms on to the merge of this run, one artifact each. */
export async function handOn(
  records: readonly PlatformRecord[],
  image: string,
  attempt: number,
  temp: string,
): Promise<void> {
  for (const record of records) {
    const handed: HandedOn = { image, attempt, builtAt: Date.now(), record };
    const artifact = { name: artifactName(handed), content: JSON.stringify(handed) };
    await uploadRunArtifact(artifact, temp).catch(because('written'));
  }
}

/** What the build legs of this run handed on for an image. */
export async function collect(image: string, temp: string): Promise<HandedOn[]> {
  const artifacts = await downloadRunArtifacts(artifactPrefix(image), temp).catch(because('read'));
  return artifacts.map(readHandedOn).filter((handed) => handed.image === image);
}

function because(what: 'written' | 'read'): (error: unknown) => never {
  return (error) => {
    throw new UserError(
      `The artifacts of the run could not be ${what}: ${messageOf(error)}`,
      'Run the step again, or set `exchange: none` and hand the digest output of each build to `digests` of the merge. No tag has been moved.',
      { cause: error },
    );
  };
}

/** The newest of each platform: the highest attempt, and within it the last built. */
export function newestOfEach(handed: readonly HandedOn[]): PlatformRecord[] {
  const newest = new Map<string, HandedOn>();
  for (const candidate of [...handed].sort((a, b) => a.attempt - b.attempt || a.builtAt - b.builtAt)) {
    newest.set(candidate.record.platform, candidate);
  }
  return [...newest.values()].map(({ record }) => record);
}

function readHandedOn({ name, content }: RunArtifact): HandedOn {
  const parsed = objectOf(parseJson(content));
  const record = readPlatformRecord(parsed['record']);
  if (record === undefined || typeof parsed['image'] !== 'string')
    throw new Error(`the artifact ${name} is not one of this action`);
  return {
    image: parsed['image'],
    attempt: Number(parsed['attempt'] ?? 1),
    builtAt: Number(parsed['builtAt'] ?? 0),
    record,
  };
}
