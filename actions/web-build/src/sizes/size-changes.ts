import { isText, itemsIn, objectOf } from '@data-profiler-actions/action-kit';
import { stableName } from './hashed-name.ts';
import type { Sizes } from './sizes.ts';

/** The sizes of one build, as they are kept for later ones. Files stand under names without their hash. */
export interface SizeRecord {
  readonly commit: string;
  readonly total: number;
  readonly initialJsGzip: number;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly gzip: number }[];
}

export interface Difference {
  readonly before: number;
  readonly after: number;
}

/** One build beside an earlier one. */
export interface SizeChange {
  /** Of the earlier build. */
  readonly commit: string;
  readonly total: Difference;
  readonly initialJsGzip: Difference;
  /** By the names of this build's files; those that are gone follow, under their names without hash. */
  readonly files: ReadonlyMap<string, Difference>;
}

/** A record stays small: what is beyond the largest files counts in the total only. */
const filesAtMost = 500;

export function recordOf(commit: string, { files, total, initial }: Sizes): SizeRecord {
  return {
    commit,
    total: total.bytes,
    initialJsGzip: initial[0]?.js.gzip ?? 0,
    files: files.slice(0, filesAtMost).map(({ file, bytes, gzip }) => ({ name: stableName(file), bytes, gzip })),
  };
}

/** A record as it was stored; undefined for what is none. */
export function readRecord(value: unknown): SizeRecord | undefined {
  const { commit, total, initialJsGzip, files } = objectOf(value);
  if (!isText(commit) || typeof total !== 'number' || typeof initialJsGzip !== 'number') return undefined;
  const read = itemsIn(files).map((item) => {
    const { name, bytes, gzip } = objectOf(item);
    return { name: isText(name) ? name : '', bytes: Number(bytes), gzip: Number(gzip) };
  });
  return { commit, total, initialJsGzip, files: read.filter(({ name, bytes }) => name !== '' && bytes >= 0) };
}

/** Pairs files by their names without hash; of several alike the largest with the largest. */
export function compareSizes(before: SizeRecord, sizes: Sizes): SizeChange {
  const earlier = Map.groupBy(before.files, ({ name }) => name);
  const files = new Map<string, Difference>();
  for (const { file, bytes } of sizes.files.slice(0, filesAtMost)) {
    const pair = earlier.get(stableName(file))?.shift();
    files.set(file, { before: pair?.bytes ?? 0, after: bytes });
  }
  for (const { name, bytes } of [...earlier.values()].flat()) files.set(name, { before: bytes, after: 0 });
  return {
    commit: before.commit,
    total: { before: before.total, after: sizes.total.bytes },
    initialJsGzip: { before: before.initialJsGzip, after: sizes.initial[0]?.js.gzip ?? 0 },
    files,
  };
}
