import { textOf } from '@data-profiler-actions/action-kit';
/** One step of a build (a vertex of BuildKit's graph), as far as it is known. Times in milliseconds since 1970. */
export interface BuildStep {
  readonly name: string;
  readonly platform: string;
  readonly started: number | undefined;
  readonly completed: number | undefined;
  readonly cached: boolean;
  readonly error: string;
  readonly log: readonly string[];
}

/** A finding of BuildKit's checks of the Dockerfile; `line` is 1-based, 0 where it names none. */
export interface CheckWarning {
  readonly message: string;
  readonly detail: string;
  readonly url: string;
  readonly line: number;
}

/** What a step just did, for the log. */
export interface ProgressEvent {
  /** `progressed`: a part of the step, such as one layer, began or ended. */
  readonly kind: 'started' | 'progressed' | 'completed';
  readonly step: BuildStep;
}

interface MutableStep {
  name: string;
  platform: string;
  started: number | undefined;
  completed: number | undefined;
  cached: boolean;
  error: string;
  log: string[];
  inputs: string[];
}

const longestLog = 2000;

/** Follows `buildx build --progress=rawjson`: JSON lines are progress, everything else is the error block that ends a failed build. */
export class BuildProgress {
  readonly #steps = new Map<string, MutableStep>();
  readonly #warnings = new Map<string, CheckWarning>();
  readonly #plain: string[] = [];
  readonly #onlyPlatform: string;

  /** `onlyPlatform` names steps whose own name has no platform: those of a build for one. */
  constructor(platforms: readonly string[]) {
    this.#onlyPlatform = platforms.length === 1 ? (platforms[0] ?? '') : '';
  }

  /** Takes one line; returns what is worth telling. */
  take(line: string): ProgressEvent[] {
    const message = readMessage(line);
    if (message === undefined) {
      this.#plain.push(line);
      return [];
    }
    const events = list(message['vertexes']).flatMap((vertex) => this.#vertex(vertex));
    for (const status of list(message['statuses'])) {
      const step = this.#steps.get(textOf(status['vertex']));
      if (step) events.push({ kind: 'progressed', step: this.#view(step) });
    }
    for (const log of list(message['logs'])) this.#log(log);
    for (const warning of list(message['warnings']).map(readWarning)) {
      this.#warnings.set(`${warning.line} ${warning.message}`, warning);
    }
    return events;
  }

  /** Lines that were not progress: BuildKit's own words. */
  get plainText(): string {
    return this.#plain.join('\n').trim();
  }

  get steps(): readonly BuildStep[] {
    return [...this.#steps.values()].map((step) => this.#view(step));
  }

  /** Each once, though every platform has it. */
  get warnings(): readonly CheckWarning[] {
    return [...this.#warnings.values()];
  }

  #view(step: MutableStep): BuildStep {
    const { name, started, completed, cached, error, log } = step;
    return { name, platform: this.#platformOf(step, 0), started, completed, cached, error, log };
  }

  /** A step that names no platform works for that of the steps before it, if those agree. */
  #platformOf(step: MutableStep, depth: number): string {
    if (step.platform !== '' || depth > 100) return step.platform;
    const before = step.inputs.flatMap((digest) => this.#steps.get(digest) ?? []);
    const platforms = new Set(before.map((input) => this.#platformOf(input, depth + 1)).filter((name) => name !== ''));
    return platforms.size === 1 ? ([...platforms][0] ?? '') : '';
  }

  #vertex(vertex: Record<string, unknown>): ProgressEvent[] {
    const name = textOf(vertex['name']);
    const step = this.#step(textOf(vertex['digest']));
    step.name = name;
    step.platform = /^\[([a-z][a-z0-9]*\/[a-z0-9]+(?:\/v\d+)?)(?:->\S+)?[ \]]/.exec(name)?.[1] ?? this.#onlyPlatform;
    step.inputs = strings(vertex['inputs']) ?? step.inputs;
    const wasStarted = step.started !== undefined;
    const wasCompleted = step.completed !== undefined;
    step.started ??= time(vertex['started']);
    step.completed = time(vertex['completed']) ?? step.completed;
    step.cached ||= vertex['cached'] === true;
    step.error = textOf(vertex['error']) || step.error;
    const events: ProgressEvent[] = [];
    if (!wasStarted && step.started !== undefined) events.push({ kind: 'started', step: this.#view(step) });
    if (!wasCompleted && step.completed !== undefined) events.push({ kind: 'completed', step: this.#view(step) });
    return events;
  }

  #log(log: Record<string, unknown>): void {
    const { log: kept } = this.#step(textOf(log['vertex']));
    kept.push(
      ...decode(log['data'])
        .split(/\r?\n/)
        .filter((line) => line !== ''),
    );
    if (kept.length > longestLog) kept.splice(0, kept.length - longestLog);
  }

  #step(digest: string): MutableStep {
    const known = this.#steps.get(digest);
    if (known) return known;
    const fresh: MutableStep = {
      name: '',
      platform: '',
      started: undefined,
      completed: undefined,
      cached: false,
      error: '',
      log: [],
      inputs: [],
    };
    this.#steps.set(digest, fresh);
    return fresh;
  }
}

function readMessage(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function readWarning(value: Record<string, unknown>): CheckWarning {
  const start = list(value['range'])[0]?.['start'] as { line?: unknown } | undefined;
  return {
    message: decode(value['short']).replace(/ \(line \d+\)$/, ''),
    detail: (strings(value['detail']) ?? []).map(decode).join('\n'),
    url: textOf(value['url']),
    line: typeof start?.line === 'number' ? start.line : 0,
  };
}

function decode(value: unknown): string {
  return Buffer.from(textOf(value), 'base64').toString('utf8');
}

function list(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
}

function strings(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : undefined;
}

function time(value: unknown): number | undefined {
  const parsed = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}
