import { matchesGlob } from 'node:path';
import type { Finding } from '@data-profiler-actions/sarif';

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
  const until = words.find((word) => word.startsWith('until='))?.slice('until='.length) ?? '';
  const [id, glob = '', ...rest] = words.filter((word) => !word.startsWith('until='));
  if (id === undefined) return bad('names no id');
  if (reason === '') return bad('gives no reason');
  if (until !== '' && !isDay(until)) return bad(`has an until= that is no day: ${until}`);
  if (rest.length > 0) return bad(`has a word too many: ${rest.join(' ')}`);
  return { ok: true, exception: { id, glob, until, reason } };
}

function splitReason(line: string): [string, string] {
  const at = line.search(/(^|\s)reason=/);
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(line.indexOf('reason=', at) + 'reason='.length).trim()];
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

export interface Judged {
  readonly open: readonly Finding[];
  readonly excepted: readonly { readonly finding: Finding; readonly exception: Exception }[];
  /** Exceptions that have ended: what they hid is open again. */
  readonly ended: readonly Exception[];
}

/** Splits findings by the exceptions in force on that day (YYYY-MM-DD). Any alias names a vulnerability. */
export function applyExceptions(findings: readonly Finding[], exceptions: readonly Exception[], today: string): Judged {
  const hasEnded = ({ until }: Exception): boolean => until !== '' && until < today;
  const inForce = exceptions.filter((exception) => !hasEnded(exception));
  const judged = findings.map((finding) => ({
    finding,
    exception: inForce.find((exception) => covers(exception, finding)),
  }));
  return {
    open: judged.filter(({ exception }) => exception === undefined).map(({ finding }) => finding),
    excepted: judged.flatMap(({ finding, exception }) => (exception ? [{ finding, exception }] : [])),
    ended: exceptions.filter(hasEnded),
  };
}

function covers({ id, glob }: Exception, { rule, file, dependency }: Finding): boolean {
  return (rule === id || (dependency?.aliases ?? []).includes(id)) && (glob === '' || matchesGlob(file, glob));
}
