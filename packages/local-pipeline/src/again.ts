import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { PipelineOptions } from './options.ts';
import type { RunReport } from './report/index.ts';

export type Next = 'again' | 'end';

/**
 * Whether another attempt follows: at once while `--attempts` allows it, or, where the services stay up, when a person asks for it. Only what failed or
 * was cancelled can run again.
 */
export async function nextAfter(
  report: RunReport,
  { attempts, keep }: Pick<PipelineOptions, 'attempts' | 'keep'>,
  signal: AbortSignal,
  say: (line: string) => void,
  words: Readable = process.stdin,
): Promise<Next> {
  const canRunAgain = !signal.aborted && hasUnfinished(report);
  if (canRunAgain && (report.attempt ?? 1) < attempts) return 'again';
  if (!keep) return 'end';
  const { registry, api } = report.services;
  if (canRunAgain) say('Type rerun and Enter to run the failed jobs again.');
  say(`Services stay up until interrupted (Ctrl-C): registry ${registry}, API ${api}`);
  return untilTold(canRunAgain ? words : undefined, signal);
}

function hasUnfinished({ result, jobs }: RunReport): boolean {
  return result !== 'success' && jobs.some((job) => job.result === 'failure' || job.result === 'cancelled');
}

function untilTold(words: Readable | undefined, signal: AbortSignal): Promise<Next> {
  const input = words && createInterface({ input: words });
  // The timer keeps the process alive while nothing else does.
  const timer = setInterval(() => undefined, 60_000);
  const told = new Promise<Next>((resolve) => {
    if (signal.aborted) resolve('end');
    signal.addEventListener('abort', () => resolve('end'), { once: true });
    input?.on('line', (line) => line.trim() === 'rerun' && resolve('again'));
  });
  return told.finally(() => {
    clearInterval(timer);
    input?.close();
  });
}
