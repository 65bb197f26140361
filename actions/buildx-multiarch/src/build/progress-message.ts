import {
  numberOf,
  objectOf,
  objectsIn,
  parseJson,
  textOf,
  textsIn,
  type JsonObject,
} from '@data-profiler-actions/action-kit';

/** A line of `buildx build --progress=rawjson` (BuildKit's `SolveStatus`), as far as it is used. Steps go by the digests of BuildKit's graph. */
export interface ProgressMessage {
  readonly updates: readonly StepUpdate[];
  /** Steps of which a part, such as one layer, began or ended. */
  readonly progressed: readonly string[];
  readonly logs: readonly { readonly step: string; readonly lines: readonly string[] }[];
  readonly warnings: readonly CheckWarning[];
}

/** What is said of a step; undefined or empty is what is not said. Times in milliseconds since 1970. */
export interface StepUpdate {
  readonly step: string;
  readonly name: string;
  readonly inputs: readonly string[] | undefined;
  readonly started: number | undefined;
  readonly completed: number | undefined;
  readonly cached: boolean;
  readonly error: string;
}

/** A finding of BuildKit's checks of the Dockerfile; `line` is 1-based, 0 where it names none. */
export interface CheckWarning {
  readonly message: string;
  readonly detail: string;
  readonly url: string;
  readonly line: number;
}

/** Undefined for a line that is no progress. */
export function readProgress(line: string): ProgressMessage | undefined {
  const parsed = line.startsWith('{') ? parseJson(line) : undefined;
  if (parsed === undefined) return undefined;
  const message = objectOf(parsed);
  return {
    updates: objectsIn(message['vertexes']).map(readUpdate),
    progressed: objectsIn(message['statuses']).map((status) => textOf(status['vertex'])),
    logs: objectsIn(message['logs']).map((log) => ({ step: textOf(log['vertex']), lines: linesOf(log['data']) })),
    warnings: objectsIn(message['warnings']).map(readWarning),
  };
}

function readUpdate(vertex: JsonObject): StepUpdate {
  return {
    step: textOf(vertex['digest']),
    name: textOf(vertex['name']),
    inputs: Array.isArray(vertex['inputs']) ? textsIn(vertex['inputs']) : undefined,
    started: time(vertex['started']),
    completed: time(vertex['completed']),
    cached: vertex['cached'] === true,
    error: textOf(vertex['error']),
  };
}

function readWarning(warning: JsonObject): CheckWarning {
  const [range = {}] = objectsIn(warning['range']);
  return {
    message: decode(warning['short']).replace(/ \(line \d+\)$/, ''),
    detail: textsIn(warning['detail']).map(decode).join('\n'),
    url: textOf(warning['url']),
    line: numberOf(objectOf(range['start'])['line']),
  };
}

function linesOf(data: unknown): string[] {
  return decode(data)
    .split(/\r?\n/)
    .filter((line) => line !== '');
}

function decode(value: unknown): string {
  return Buffer.from(textOf(value), 'base64').toString('utf8');
}

function time(value: unknown): number | undefined {
  const parsed = Date.parse(textOf(value));
  return Number.isNaN(parsed) ? undefined : parsed;
}
