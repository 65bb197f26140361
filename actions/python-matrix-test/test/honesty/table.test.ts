import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { hardSuites } from './suites.ts';
import { withHonestyTable } from './table.ts';

it('the README’s table of hard suites is the one that the tests prove (UPDATE_README=1 writes it)', () => {
  const file = join(import.meta.dirname, '..', '..', 'README.md');
  const readme = readFileSync(file, 'utf8');
  const current = withHonestyTable(readme, hardSuites);
  if (process.env['UPDATE_README']) writeFileSync(file, current);
  else expect(readme).toBe(current);
  expect(hardSuites.length).toBeGreaterThanOrEqual(30);
});
