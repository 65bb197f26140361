import { lstatSync, readFileSync } from 'node:fs';
import { objectOf, UserError, type JsonObject } from '@data-profiler-actions/action-kit';

/** A report of a very large repository has some ten megabytes. */
const largestReport = 256 * 2 ** 20;

/**
 * Reads a scanner's report; undefined where it is missing, no JSON object, or without the list of that name that every report of the scanner has.
 * Throws for one that nobody could have meant.
 */
export function readReport(file: string, list = ''): JsonObject | undefined {
  const state = lstatSync(file, { throwIfNoEntry: false });
  if (state === undefined) return undefined;
  if (!state.isFile()) throw new UserError('its report is no plain file');
  if (state.size > largestReport)
    throw new UserError(
      `its report is ${(state.size / 1e6).toFixed(0)} MB large; at most ${largestReport / 2 ** 20} MiB are read`,
    );
  try {
    const report = objectOf(JSON.parse(readFileSync(file, 'utf8')));
    return list === '' || Array.isArray(report[list]) ? report : undefined;
  } catch {
    return undefined;
  }
}
