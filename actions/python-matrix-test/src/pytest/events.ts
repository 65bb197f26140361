import type { Place, TestOutcome, TestResult } from '../legs/model.ts';
import type { ShardRecord } from '../shards/shard.ts';

/** What the reporter plugin wrote during one leg. */
export interface Session {
  /** Tests selected to run; undefined when collection did not finish. */
  readonly collected: number | undefined;
  readonly tests: readonly TestResult[];
  /** Files that could not be collected; they count as errors. */
  readonly collectErrors: readonly TestResult[];
  /** Files that were skipped as a whole; pytest counts each as one skipped test. */
  readonly collectSkips: readonly TestResult[];
  /** The part of the suite that was selected, where one was asked for. */
  readonly shard?: ShardRecord | undefined;
  /** The least coverage that pytest-cov's own options ask for. */
  readonly covFailUnder?: number | undefined;
  /** The record a session writes last; undefined when it did not end normally. */
  readonly end: { readonly exitStatus: number; readonly collected: number; readonly results: number } | undefined;
  /** The test that was begun last and has no result; empty if there is none, or if several run at a time. */
  readonly running: string;
}

/** Reads the reporter's JSON lines, and the id of the test begun last. A line that is cut off (the process died while writing it) is left out. */
export function readSession(lines: string, begun = ''): Session {
  const events = lines.split('\n').flatMap(readEvent);
  const of = (type: string): Event[] => events.filter((event) => event['type'] === type);
  const last = of('end').at(-1);
  const started = of('start')[0];
  const part = of('shard')[0];
  const gate = of('gate')[0];
  const tests = new Map(of('test').map((event) => [textIn(event, 'id'), toResult(event)]));
  return {
    collected: started ? numberIn(started, 'collected') : undefined,
    tests: [...tests.values()],
    collectErrors: of('collect-error').map((event) => toResult({ ...event, outcome: 'error' })),
    collectSkips: of('collect-skip').map((event) => toResult({ ...event, outcome: 'skipped' })),
    shard: part && toShard(part),
    covFailUnder: gate && numberIn(gate, 'covFailUnder'),
    end: last && {
      exitStatus: numberIn(last, 'exitstatus'),
      collected: numberIn(last, 'collected'),
      results: numberIn(last, 'results'),
    },
    running: tests.has(begun) ? '' : begun,
  };
}

type Event = Readonly<Record<string, unknown>>;

function readEvent(line: string): Event[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? [value as Event] : [];
  } catch {
    return [];
  }
}

function toResult(event: Event): TestResult {
  const file = textIn(event, 'file');
  const line = numberIn(event, 'line');
  return {
    id: textIn(event, 'id'),
    file,
    line,
    outcome: toOutcome(textIn(event, 'outcome')),
    seconds: numberIn(event, 'seconds'),
    crashFile: textIn(event, 'crashFile') || file,
    crashLine: numberIn(event, 'crashLine') || line,
    message: textIn(event, 'message'),
    text: textIn(event, 'text'),
    product: toPlace(event),
    rerun: toRerun(event),
    properties: toProperties(event['properties']),
  };
}

function toPlace(event: Event): Place | undefined {
  const file = textIn(event, 'productFile');
  return file ? { file, line: numberIn(event, 'productLine') } : undefined;
}

function toRerun(event: Event): TestResult['rerun'] {
  const times = numberIn(event, 'reruns');
  return times > 0 ? { times, message: textIn(event, 'rerunMessage') } : undefined;
}

function toProperties(value: unknown): [string, string][] {
  const pairs: unknown[] = Array.isArray(value) ? value : [];
  return pairs.flatMap((pair): [string, string][] =>
    Array.isArray(pair) && typeof pair[0] === 'string' && typeof pair[1] === 'string' ? [[pair[0], pair[1]]] : [],
  );
}

const toShard = (event: Event): ShardRecord => ({
  index: numberIn(event, 'index'),
  count: numberIn(event, 'count'),
  total: numberIn(event, 'total'),
  selected: numberIn(event, 'selected'),
  fingerprint: textIn(event, 'fingerprint'),
});

const outcomes: readonly TestOutcome[] = ['passed', 'failed', 'error', 'skipped', 'xfailed', 'xpassed'];

/** An outcome we do not know is not a pass. */
const toOutcome = (word: string): TestOutcome => outcomes.find((outcome) => outcome === word) ?? 'error';

function textIn(event: Event, key: string): string {
  const value = event[key];
  return typeof value === 'string' ? value : '';
}

function numberIn(event: Event, key: string): number {
  const value = event[key];
  return typeof value === 'number' ? value : 0;
}
