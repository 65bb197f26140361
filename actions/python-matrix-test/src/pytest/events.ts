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

/** Takes the reporter's JSON lines as they come, and tells the session so far. */
export interface SessionReader {
  readonly take: (lines: string) => void;
  /** `begun`: the id of the test that was begun last. */
  readonly session: (begun?: string) => Session;
}

/** A line that is cut off (the process died while writing it) is left out. */
export function openSession(): SessionReader {
  const tests = new Map<string, TestResult>();
  const collectErrors: TestResult[] = [];
  const collectSkips: TestResult[] = [];
  let facts: Partial<Session> = {};
  const note = (event: Event): void => {
    const type = event['type'];
    if (type === 'test') tests.set(textIn(event, 'id'), toResult(event));
    else if (type === 'passed') toPassed(event).forEach((test) => tests.set(test.id, test));
    else if (type === 'collect-error') collectErrors.push(toResult({ ...event, outcome: 'error' }));
    else if (type === 'collect-skip') collectSkips.push(toResult({ ...event, outcome: 'skipped' }));
    // Of what a session says once, the first is its own; its end is the last.
    else if (type === 'end') facts = { ...facts, end: toEnd(event) };
    else facts = { ...toFacts(event), ...facts };
  };
  return {
    take: (lines) => lines.split('\n').flatMap(readEvent).forEach(note),
    session: (begun = '') => ({
      ...{ collected: undefined, end: undefined },
      ...facts,
      ...{ tests: [...tests.values()], collectErrors, collectSkips },
      running: tests.has(begun) ? '' : begun,
    }),
  };
}

function toFacts(event: Event): Partial<Session> {
  switch (event['type']) {
    case 'start':
      return { collected: numberIn(event, 'collected') };
    case 'shard':
      return { shard: toShard(event) };
    case 'gate':
      return { covFailUnder: numberIn(event, 'covFailUnder') };
    default:
      return {};
  }
}

const toEnd = (event: Event): Session['end'] => ({
  exitStatus: numberIn(event, 'exitstatus'),
  collected: numberIn(event, 'collected'),
  results: numberIn(event, 'results'),
});

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

/** Tests of one file that passed and have nothing else to tell, each as its id, its line and the microseconds it took. */
function toPassed(event: Event): TestResult[] {
  const file = textIn(event, 'file');
  const tests: unknown[] = Array.isArray(event['tests']) ? event['tests'] : [];
  return tests.flatMap((test) => {
    const fields: unknown[] = Array.isArray(test) ? test : [];
    const [id, line, microseconds] = fields;
    return typeof id === 'string' && typeof line === 'number' && typeof microseconds === 'number'
      ? [toResult({ id, file, line, outcome: 'passed', seconds: microseconds / 1e6 })]
      : [];
  });
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
