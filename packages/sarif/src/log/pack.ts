import { gzipSync } from 'node:zlib';
import { byGravity, type Finding } from '../model/finding.ts';
import { sarifProblems, sizeProblems } from '../validate/sarif-problems.ts';
import type { Problem } from '../validate/shape.ts';
import { sarifLog, type RunDescription } from './compose.ts';
import { hardLimits } from './limits.ts';
import type { Help } from './rules.ts';

/** A SARIF log as it is sent, within every limit. */
export interface PackedLog {
  /** JSON. */
  readonly text: string;
  readonly gzip: Buffer;
  /** What GitHub would refuse, or show wrong; empty when it is sound. */
  readonly problems: readonly Problem[];
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
  let help: Help = 'full';
  let count = Math.min(sorted.length, limits.results);
  for (;;) {
    const { text, problems } = written(sorted.slice(0, count), { ...run, help });
    const gzip = gzipSync(text);
    if (gzip.length <= limits.gzipBytes || count === 0) {
      const omissions = omissionsOf(sorted, count, help, limits);
      return { text, gzip, problems: [...problems, ...sizeProblems(gzip.length)], omissions };
    }
    if (help === 'full') help = 'short';
    else count = Math.floor(count * share);
  }
}

/** Apart, so that the log's objects are gone before its text is packed. */
function written(findings: readonly Finding[], run: RunDescription): { text: string; problems: Problem[] } {
  const log = sarifLog(findings, run);
  return { text: JSON.stringify(log), problems: sarifProblems(log) };
}

function omissionsOf(
  sorted: readonly Finding[],
  kept: number,
  help: Help,
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
