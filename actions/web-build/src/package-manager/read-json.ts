import { existsSync, readFileSync } from 'node:fs';
import { messageOf, objectOf, UserError } from '@data-profiler-actions/action-kit';

/** The object of a JSON file, with a byte order mark or without; empty where there is no file. A file that is no JSON is the user's to mend. */
export function readJson(file: string): Readonly<Record<string, unknown>> {
  if (!existsSync(file)) return {};
  try {
    return objectOf(JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')));
  } catch (cause) {
    throw new UserError(`${file} is no valid JSON: ${messageOf(cause)}.`, 'Correct the file.', { cause });
  }
}
