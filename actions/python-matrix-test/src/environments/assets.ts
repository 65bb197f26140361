import { basename, dirname, join } from 'node:path';

/** Where the files lie that are handed to interpreters and installers: beside `src/`, and beside the bundle. */
export function assets(here = import.meta.dirname): string {
  const source = dirname(here);
  return basename(source) === 'src' ? join(source, '..', 'assets') : join(here, 'assets');
}
