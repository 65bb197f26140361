import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderPage } from './page.ts';
import type { RunReport } from './run-report.ts';

/** Writes `report.json` for programs and `index.html` for people into `directory`. */
export function writeReport(directory: string, run: RunReport): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'report.json'), `${JSON.stringify(run, undefined, 2)}\n`);
  writeFileSync(join(directory, 'index.html'), renderPage(run));
}
