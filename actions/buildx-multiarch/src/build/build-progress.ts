import { readProgress, type CheckWarning, type StepUpdate } from './progress-message.ts';

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
  /** `progressed`: a part of the step, such as one layer, began or ended. */
  readonly kind: 'started' | 'progressed' | 'completed';
  readonly step: BuildStep;
}

interface KnownStep {
  name: string;
  platform: string;
  started: number | undefined;
  completed: number | undefined;
  cached: boolean;
  error: string;
  readonly log: string[];
  inputs: readonly string[];
}

const longestLog = 2000;

/** Follows `buildx build --progress=rawjson`: JSON lines are progress, everything else is the error block that ends a failed build. */
export class BuildProgress {
  readonly #steps = new Map<string, KnownStep>();
  readonly #warnings = new Map<string, CheckWarning>();
  readonly #plain: string[] = [];
  readonly #onlyPlatform: string;

  /** Of a build for one platform, that is also of steps whose own name has none. */
  constructor(platforms: readonly string[]) {
    this.#onlyPlatform = platforms.length === 1 ? (platforms[0] ?? '') : '';
  }

  /** Takes one line; returns what is worth telling. */
  take(line: string): ProgressEvent[] {
    const message = readProgress(line);
    if (message === undefined) {
      this.#plain.push(line);
      return [];
    }
    const events = message.updates.flatMap((update) => this.#update(update));
    for (const digest of message.progressed) {
      const step = this.#steps.get(digest);
      if (step) events.push({ kind: 'progressed', step: this.#view(step) });
    }
    for (const { step, lines } of message.logs) this.#log(step, lines);
    for (const warning of message.warnings) this.#warnings.set(`${warning.line} ${warning.message}`, warning);
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

  #view(step: KnownStep): BuildStep {
    const { name, started, completed, cached, error, log } = step;
    return { name, platform: this.#platformOf(step, 0), started, completed, cached, error, log };
  }

  /** A step that names no platform works for that of the steps before it, if those agree. */
  #platformOf(step: KnownStep, depth: number): string {
    if (step.platform !== '' || depth > 100) return step.platform;
    const before = step.inputs.flatMap((digest) => this.#steps.get(digest) ?? []);
    const platforms = new Set(before.map((input) => this.#platformOf(input, depth + 1)).filter((name) => name !== ''));
    return platforms.size === 1 ? ([...platforms][0] ?? '') : '';
  }

  #update(update: StepUpdate): ProgressEvent[] {
    const step = this.#step(update.step);
    const wasStarted = step.started !== undefined;
    const wasCompleted = step.completed !== undefined;
    step.name = update.name;
    step.platform = platformIn(update.name) ?? this.#onlyPlatform;
    step.inputs = update.inputs ?? step.inputs;
    step.started ??= update.started;
    step.completed = update.completed ?? step.completed;
    step.cached ||= update.cached;
    step.error = update.error || step.error;
    const events: ProgressEvent[] = [];
    if (!wasStarted && step.started !== undefined) events.push({ kind: 'started', step: this.#view(step) });
    if (!wasCompleted && step.completed !== undefined) events.push({ kind: 'completed', step: this.#view(step) });
    return events;
  }

  #log(digest: string, lines: readonly string[]): void {
    const { log } = this.#step(digest);
    log.push(...lines);
    if (log.length > longestLog) log.splice(0, log.length - longestLog);
  }

  #step(digest: string): KnownStep {
    const step = this.#steps.get(digest) ?? newStep();
    this.#steps.set(digest, step);
    return step;
  }
}

/** `[linux/amd64 web 2/5] RUN …`, or `[linux/amd64->arm64 …]` of what runs on one for the other. */
function platformIn(name: string): string | undefined {
  return /^\[([a-z][a-z0-9]*\/[a-z0-9]+(?:\/v\d+)?)(?:->\S+)?[ \]]/.exec(name)?.[1];
}

function newStep(): KnownStep {
  return {
    name: '',
    platform: '',
    started: undefined,
    completed: undefined,
    cached: false,
    error: '',
    log: [],
    inputs: [],
  };
}
