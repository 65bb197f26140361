import type { ProgressEvent } from '../build/build-progress.ts';

/** How long one import or export of the cache may take, in milliseconds. */
export interface CacheLimits {
  /** Without any part of it being finished: a service that is ill is retried by BuildKit for minutes, whatever its own time limit is. */
  readonly quietMs: number;
  /** In all; an export of gigabytes takes minutes. */
  readonly totalMs: number;
}

export const usualLimits: CacheLimits = { quietMs: 60_000, totalMs: 600_000 };

/** Ends a build that its cache holds up. */
export class CacheWatch {
  readonly #abort = new AbortController();
  readonly #timers = new Map<string, { quiet: NodeJS.Timeout; total: NodeJS.Timeout }>();
  readonly #limits: CacheLimits;

  constructor(limits: CacheLimits) {
    this.#limits = limits;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  see({ kind, step }: ProgressEvent): void {
    if (!isCacheWork(step.name)) return;
    const timers = this.#timers.get(step.name);
    if (kind === 'progressed') timers?.quiet.refresh();
    else if (kind === 'completed') this.#clear(step.name);
    else if (timers === undefined) {
      const end = (): void => this.#abort.abort();
      const { quietMs, totalMs } = this.#limits;
      this.#timers.set(step.name, { quiet: setTimeout(end, quietMs), total: setTimeout(end, totalMs) });
    }
  }

  stop(): void {
    for (const name of [...this.#timers.keys()]) this.#clear(name);
  }

  #clear(name: string): void {
    const timers = this.#timers.get(name);
    clearTimeout(timers?.quiet);
    clearTimeout(timers?.total);
    this.#timers.delete(name);
  }
}

/** BuildKit's own names for reading and writing a cache; writing the image is another matter. */
function isCacheWork(name: string): boolean {
  return /^(importing cache manifest|exporting (cache )?to )/.test(name) && !/^exporting to (image|oci)/.test(name);
}
