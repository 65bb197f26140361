import { info } from '@data-profiler-actions/action-kit';

/** Says every half minute which scanners are still at work and since when, so that a silent step can be told from a stuck one. */
export interface Progress {
  begin(scanner: string, doing: string): void;
  end(scanner: string): void;
  stop(): void;
}

export function watchProgress(everyMs = 30_000, say: (line: string) => void = info): Progress {
  const running = new Map<string, { doing: string; since: number }>();
  const timer = setInterval(() => {
    const words = [...running].map(
      ([scanner, { doing, since }]) => `${scanner} (${doing}, ${Math.round((performance.now() - since) / 1000)} s)`,
    );
    if (words.length > 0) say(`Still at work: ${words.join(', ')}`);
  }, everyMs);
  timer.unref();
  return {
    begin: (scanner, doing) => running.set(scanner, { doing, since: performance.now() }),
    end: (scanner) => running.delete(scanner),
    stop: () => clearInterval(timer),
  };
}
