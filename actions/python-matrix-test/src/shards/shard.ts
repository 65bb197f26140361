import type { InputKind } from '@data-profiler-actions/action-kit';

/** One of `count` parts of the tests; `index` is 1-based. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

const mostShards = 256;

/** `2/4`, the second of four parts; undefined when not given. */
export const shard = (): InputKind<Shard | undefined> => ({
  parse: (raw) => {
    const text = raw.trim();
    if (text === '') return { ok: true, value: undefined };
    const [, index = 0, count = 0] = (/^(\d{1,3})\s*\/\s*(\d{1,3})$/.exec(text) ?? []).map(Number);
    return index >= 1 && index <= count && count <= mostShards
      ? { ok: true, value: { index, count } }
      : {
          ok: false,
          problem: `must be i/n, like 2/4: a part from 1 to n, of at most ${mostShards} parts (jobs of one matrix)`,
        };
  },
});

/** Of one leg, what its part was taken from. The fingerprint is equal between the parts of one division. */
export interface ShardRecord extends Shard {
  /** Tests that the whole suite selected. */
  readonly total: number;
  readonly selected: number;
  readonly fingerprint: string;
}

/** The variables that make the shard plugin keep its part; none without a shard. */
export function shardVariables(part: Shard | undefined, durationsFile = ''): Record<string, string> {
  if (!part) return {};
  return { DPA_SHARD: `${part.index}/${part.count}`, ...(durationsFile && { DPA_DURATIONS: durationsFile }) };
}

/** What a file of a shard is called besides, so that the files of all shards can lie in one folder. */
export const shardSuffix = (part: Shard | undefined): string => (part ? `-shard-${part.index}-of-${part.count}` : '');
