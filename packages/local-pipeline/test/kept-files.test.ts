import { describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepFiles } from '../src/run/kept-files.ts';

function reportWith(content: string, files: Readonly<Record<string, string>> = {}): { folder: string; report: string } {
  const folder = mkdtempSync(join(tmpdir(), 'kept-files-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const report = join(folder, 'report.json');
  writeFileSync(report, content.replaceAll('FOLDER', folder));
  return { folder, report };
}

describe('pictures that a report names', () => {
  it('are kept beside the page under a name of their own', () => {
    const files = '{"files":[{"title":"/","path":"FOLDER/index.png"},{"title":"/a","path":"FOLDER/gone.png"}]}';
    const { folder, report } = reportWith(files, { 'index.png': 'x' });
    expect(keepFiles(folder, report, 4)).toEqual([{ title: '/', path: 'files/5-index.png' }]);
    expect(existsSync(join(folder, 'files', '5-index.png'))).toBe(true);
  });

  it.each(['{"files":[{"title":"/","path":"/etc/hostname"}]}', '{"files":"no"}', '{}', 'no JSON'])(
    'are none in %s',
    (content) => {
      const { folder, report } = reportWith(content);
      expect(keepFiles(folder, report, 0)).toEqual([]);
      expect(keepFiles(folder, 'relative.json', 0)).toEqual([]);
    },
  );
});
