import { matchesPath } from '@data-profiler-actions/action-kit';
import { canonicalId, type Finding } from '@data-profiler-actions/sarif';
import { idsOf } from './ids-of.ts';

/** A finding that people decided to live with: `id [path glob] [until=YYYY-MM-DD] reason=…`. */
export interface Exception {
  readonly id: string;
  /** Empty: everywhere. */
  readonly glob: string;
  /** Last day, UTC; empty: for good. */
  readonly until: string;
  readonly reason: string;
}

export type ParsedException =
  { readonly ok: true; readonly exception: Exception } | { readonly ok: false; readonly problem: string };

export function parseException(line: string): ParsedException {
  const bad = (why: string): ParsedException => ({
    ok: false,
    problem: `has the line "${line}", which ${why}; write: id [path glob] [until=YYYY-MM-DD] reason=why`,
  });
  const [head, reason] = splitReason(line);
  const words = head.split(/\s+/).filter((word) => word !== '');
  const [until, ...ends] = words.filter((word) => word.startsWith('until=')).map((word) => word.slice('until='.length));
  const [id, glob = '', ...rest] = words.filter((word) => !word.startsWith('until='));
  if (id === undefined) return bad('names no id');
  if (reason === '') return bad('gives no reason');
  if (/(^|\s)until=\d/.test(reason)) return bad('has its until= within the reason, where it would end nothing');
  if (until !== undefined && !isDay(until)) return bad(`has an until= that is no day: ${until || '(empty)'}`);
  if (ends.length > 0) return bad('has more than one until=');
  if (rest.length > 0) return bad(`has a word too many: ${rest.join(' ')}`);
  return { ok: true, exception: { id, glob, until: until ?? '', reason } };
}

function splitReason(line: string): [string, string] {
  const at = line.search(/(^|\s)reason=/);
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(line.indexOf('reason=', at) + 'reason='.length).trim()];
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** Whether an exception is for this finding. */
export function covers({ id, glob }: Exception, finding: Finding): boolean {
  return idsOf(finding).includes(canonicalId(id)) && (glob === '' || matchesPath(finding.file, glob));
}
