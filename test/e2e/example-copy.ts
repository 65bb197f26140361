import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/tree.ts';

/** A copy of the example application to break; `edit` changes one file of it. */
export function copyExample(): { folder: string; edit: (file: string, change: (text: string) => string) => void } {
  const folder = join(mkdtempSync(join(tmpdir(), 'example-')), 'data-profiler');
  const generated = /node_modules|__pycache__|\.pytest_cache|\.venv|web\/dist/;
  cpSync(join(root, 'examples', 'data-profiler'), folder, { recursive: true, filter: (file) => !generated.test(file) });
  return {
    folder,
    edit: (file, change) => {
      const before = readFileSync(join(folder, file), 'utf8');
      const after = change(before);
      if (before === after) throw new Error(`The edit of ${file} changed nothing.`);
      writeFileSync(join(folder, file), after);
    },
  };
}
