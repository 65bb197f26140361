import { manifestKind } from '@data-profiler-actions/sarif';
import { join } from 'node:path';
import { openTrivyDatabase } from '../databases/open-trivy-database.ts';
import { readReport } from '../json.ts';
import type { Settings } from '../settings/settings.ts';
import { brokenEnd, runScanner } from './run-scanner.ts';
import { failed, type ScanRequest, type ScanResult } from './scanner.ts';
import { readTrivy } from './trivy.ts';

/** Nothing is fetched while scanning: the database is here, the checks are in the program. */
export const quiet = [
  '--skip-db-update',
  '--skip-check-update',
  '--offline-scan',
  '--skip-version-check',
  '--disable-telemetry',
  '--no-progress',
] as const;

const skipped = ['**/node_modules', '**/.venv', '**/.git', '**/site-packages'].flatMap((folder) => [
  '--skip-dirs',
  folder,
]);

export async function scanWithTrivy(request: ScanRequest): Promise<ScanResult> {
  const { inputs, scratch, folder, settings } = request;
  const database = await openTrivyDatabase(request);
  if (!database.ok) return failed(database.reason, database.detail);
  const report = join(scratch, 'trivy.json');
  const flags = [
    ...['--cache-dir', database.cache, '--scanners', inputs.trivyScanners.join(',')],
    ...quiet,
    ...skipped,
    ...settingsFlags(settings),
    ...request.requirements
      .filter(({ file }) => manifestKind(file) === 'requirements')
      .flatMap(({ file }) => ['--file-patterns', patternOf(file)]),
    ...['--list-all-pkgs', '--show-suppressed', '-f', 'json', '-o', report],
  ];
  const needs = { read: [...database.folders, ...settings.files.values()], cwd: scratch };
  const run = await runScanner(request, ['fs', ...flags, folder], needs);
  const result = brokenEnd(run, [0]) ?? readTrivy(readReport(report), request, run.output);
  return result.ok ? { ...result, notes: [...database.notes, ...result.notes] } : result;
}

/** Trivy takes up whatever lies in its working directory, which is therefore the scratch; an empty name switches a file off. */
export function settingsFlags({ files }: Settings): string[] {
  return [
    ...['--config', files.get('trivy.yaml') ?? ''],
    ...['--ignorefile', files.get('.trivyignore') ?? files.get('.trivyignore.yaml') ?? ''],
    ...['--secret-config', files.get('trivy-secret.yaml') ?? ''],
  ];
}

/** Trivy knows files called requirements.txt only; a comma would end the pattern. */
function patternOf(file: string): string {
  return `pip:^${file.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`).replaceAll(',', '.')}$`;
}
