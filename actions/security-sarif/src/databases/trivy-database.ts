import { lstatSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, objectOf, textOf } from '@data-profiler-actions/action-kit';
import { filledBuckets } from './bolt-reader.ts';

/** A database that can be scanned with, or why scanning with it would prove nothing. */
export type DatabaseState =
  { readonly ok: true; readonly note: string } | { readonly ok: false; readonly reason: string };

/** Trivy builds a new database every six hours. One this old misses what everybody else knows. */
const tooOldDays = 30;
const oldDays = 7;
/** The database of 2026 is about 1 GB; far more is no database. */
const mostBytes = 8e9;
const mostMetadata = 64 * 1024;
const dayMs = 86_400_000;
/** Buckets that say things about advisories, and hold none. */
const describing = new Set(['data-source', 'vulnerability', 'vulnerability-id', 'vulnerability-detail', 'trivy']);

/** Looks at a Trivy cache directory before Trivy does: a database that is empty or out of date makes every scan clean. */
export function checkTrivyDatabase(cache: string, now: number): DatabaseState {
  const file = join(cache, 'db', 'trivy.db');
  try {
    const metadata = join(cache, 'db', 'metadata.json');
    if (sizeOf(metadata) > mostMetadata) return bad('its metadata.json is no description of a database');
    if (sizeOf(file) > mostBytes) return bad(`it is larger than ${mostBytes / 1e9} GB`);
    if (!filledBuckets(file).some((name) => !describing.has(name))) return bad('it holds no advisory');
    return judgeAge(datesOf(join(cache, 'db')), now);
  } catch (thrown) {
    return bad(messageOf(thrown));
  }
}

const bad = (why: string): DatabaseState => ({ ok: false, reason: `its database cannot be used: ${why}` });

/** Bytes of a file that may be a link, as caches often are. */
const sizeOf = (file: string): number => lstatSync(realpathSync(file)).size;

export interface DatabaseDates {
  /** Milliseconds of the Unix epoch; undefined where the database does not tell. */
  readonly updated: number | undefined;
  readonly nextUpdate: number | undefined;
}

/** What `metadata.json` of that folder says. */
export function datesOf(folder: string): DatabaseDates {
  const metadata = objectOf(JSON.parse(readFileSync(join(folder, 'metadata.json'), 'utf8')));
  const time = (name: string): number | undefined => {
    const value = Date.parse(textOf(metadata[name]));
    return value > 0 ? value : undefined;
  };
  return { updated: time('UpdatedAt'), nextUpdate: time('NextUpdate') };
}

/** Too old is a database that is past the day its makers promised the next one for, and a month behind. */
export function judgeAge({ updated, nextUpdate }: DatabaseDates, now: number): DatabaseState {
  if (updated === undefined) return { ok: true, note: 'its database does not tell its age' };
  const days = Math.floor((now - updated) / dayMs);
  const made = `${new Date(updated).toISOString().slice(0, 10)}, ${days <= 0 ? 'of today' : `${days} days old`}`;
  const overdue = nextUpdate === undefined || nextUpdate < now;
  if (days > tooOldDays && overdue)
    return {
      ok: false,
      reason: `its database is too old (${made}; at most ${tooOldDays} days): what was published since would be missed`,
    };
  return { ok: true, note: `database of ${made}${days > oldDays ? ': refresh it' : ''}` };
}
