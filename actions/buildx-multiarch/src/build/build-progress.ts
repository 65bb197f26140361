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

/** What a step just did, for the log. */
export interface ProgressEvent {
  readonly kind: 'started' | 'completed';
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
    for (const log of list(message['logs'])) this.#log(log);
    return events;
  }

  /** Lines that were not progress: BuildKit's own words. */
  get plainText(): string {
    return this.#plain.join('\n').trim();
  }

  get steps(): readonly BuildStep[] {
    return [...this.#steps.values()].map((step) => this.#view(step));
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
    const name = string(vertex['name']);
    const step = this.#step(string(vertex['digest']));
    step.name = name;
    step.platform = /^\[([a-z0-9]+\/[a-z0-9]+(?:\/v\d+)?)(?:->\S+)? /.exec(name)?.[1] ?? this.#onlyPlatform;
    step.inputs = strings(vertex['inputs']) ?? step.inputs;
    const wasStarted = step.started !== undefined;
    const wasCompleted = step.completed !== undefined;
    step.started ??= time(vertex['started']);
    step.completed = time(vertex['completed']) ?? step.completed;
    step.cached ||= vertex['cached'] === true;
    step.error = string(vertex['error']) || step.error;
    const events: ProgressEvent[] = [];
    if (!wasStarted && step.started !== undefined) events.push({ kind: 'started', step: this.#view(step) });
    if (!wasCompleted && step.completed !== undefined) events.push({ kind: 'completed', step: this.#view(step) });
    return events;
  }

  #log(log: Record<string, unknown>): void {
    const { log: kept } = this.#step(string(log['vertex']));
    kept.push(
      ...Buffer.from(string(log['data']), 'base64')
        .toString('utf8')
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

/**
 * Seconds from a platform's first step to its last, and the share of its steps that were cached. Platforms whose steps are the same
 * (a copy of the same file) share them, and BuildKit names only one: one without steps of its own is measured by all.
 */
export function measure(steps: readonly BuildStep[], platform: string): { seconds: number; cached: number } {
  const ended = steps.filter(({ name, completed }) => completed !== undefined && !name.startsWith('[internal]'));
  const named = ended.filter((step) => step.platform === platform);
  const own = named.some(isWork) ? named : ended;
  const work = own.filter(isWork);
  const first = Math.min(...own.map(({ started }) => started ?? Infinity));
  const last = Math.max(...own.map(({ completed }) => completed ?? 0));
  const share = work.length === 0 ? 0 : work.filter(({ cached }) => cached).length / work.length;
  return { seconds: last > first ? round((last - first) / 1000) : 0, cached: round(share) };
}

/** A step of the Dockerfile, not one of BuildKit's own. */
function isWork({ name }: BuildStep): boolean {
  return name.startsWith('[') && !name.startsWith('[internal]');
}

const round = (value: number): number => Math.round(value * 100) / 100;

function readMessage(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function list(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
}

function strings(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : undefined;
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function time(value: unknown): number | undefined {
  const parsed = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}
