import { gzipSync } from 'node:zlib';
import type { Log } from 'sarif';
import type { Finding } from '../model/finding.ts';
import { byGravity } from '../model/finding.ts';
import { sarifLog, type RunDescription } from './compose.ts';
import { hardLimits } from './limits.ts';

/** A SARIF log as it is sent, within every limit. */
export interface PackedLog {
  readonly log: Log;
  /** JSON. */
  readonly text: string;
  readonly gzip: Buffer;
  /** What had to be left out to stay within GitHub's limits, in words; empty when nothing was. */
  readonly omissions: readonly string[];
}

export interface PackLimits {
  readonly results: number;
  readonly gzipBytes: number;
}

/** How much of the remaining findings is kept each time that the log is still too large. */
const share = 0.7;

/** Composes the log of a run. Where it passes GitHub's limits, the rules' help goes first, then the least grave findings; the omissions say so. */
export function packLog(findings: readonly Finding[], run: RunDescription, limits: PackLimits = hardLimits): PackedLog {
  const sorted = [...findings].sort(byGravity);
  const asked = { help: 'full' as 'full' | 'short', count: Math.min(sorted.length, limits.results) };
  for (;;) {
    const log = sarifLog(sorted.slice(0, asked.count), { ...run, help: asked.help });
    const text = JSON.stringify(log);
    const gzip = gzipSync(text);
    if (gzip.length <= limits.gzipBytes || asked.count === 0)
      return { log, text, gzip, omissions: omissionsOf(sorted, asked.count, asked.help, limits) };
    if (asked.help === 'full') asked.help = 'short';
    else asked.count = Math.floor(asked.count * share);
  }
}

function omissionsOf(
  sorted: readonly Finding[],
  kept: number,
  help: 'full' | 'short',
  { results, gzipBytes }: PackLimits,
): string[] {
  const size = `${(gzipBytes / 2 ** 20).toFixed(0)} MiB of gzip`;
  const [first] = sorted.slice(kept);
  const why = kept === results ? `${results.toLocaleString('en')} results a run` : size;
  return [
    ...(help === 'short' ? [`the help of the rules, to stay within ${size}`] : []),
    ...(first
      ? [
          `${(sorted.length - kept).toLocaleString('en')} findings, the least grave (${first.severity} and below), to stay within ${why}`,
        ]
      : []),
  ];
}
