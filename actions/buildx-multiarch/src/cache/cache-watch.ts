import type { ProgressEvent } from '../build/build-progress.ts';

/** Ends a build that its cache holds up: one import or export of the cache that lasts longer than `limitMs`. */
export class CacheWatch {
  readonly #abort = new AbortController();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #limitMs: number;

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  see({ kind, step }: ProgressEvent): void {
    if (
      !/^(importing cache manifest|exporting (cache )?to )/.test(step.name) ||
      /^exporting to (image|oci)/.test(step.name)
    )
      return;
    clearTimeout(this.#timers.get(step.name));
    if (kind === 'started')
      this.#timers.set(
        step.name,
        setTimeout(() => this.#abort.abort(), this.#limitMs),
      );
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }
}
