import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderPage } from './page.ts';
import type { RunReport } from './run-report.ts';

/** Writes `report.json` for programs and `index.html` for people into `directory`. */
export function writeReport(directory: string, run: RunReport): void {
  write(directory, run, 'index.html', 'report.json');
}

/** Puts the report of an attempt that another follows beside that one's: `attempt-1.html` and `attempt-1.json`. */
export function putReportAside(directory: string, run: RunReport): void {
  const name = `attempt-${run.attempt ?? 1}`;
  write(directory, run, `${name}.html`, `${name}.json`);
}

function write(directory: string, run: RunReport, page: string, json: string): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, json), `${JSON.stringify(run, undefined, 2)}\n`);
  writeFileSync(join(directory, page), renderPage(run, json));
}
