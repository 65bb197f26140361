import { join } from 'node:path';
import { manifestKind } from '@data-profiler-actions/sarif';
import { openTrivyDatabase } from '../databases/open-trivy-database.ts';
import { scanImage } from '../image/scan-image.ts';
import { readReport } from './read-report.ts';
import { brokenEnd, runScanner } from './run-scanner.ts';
import { failed, type ScanRequest, type ScanResult } from './scanner.ts';
import { quiet, settingsFlags } from './trivy-flags.ts';
import { readTrivy } from './trivy.ts';

const skipped = ['**/node_modules', '**/.venv', '**/.git', '**/site-packages'].flatMap((folder) => [
  '--skip-dirs',
  folder,
]);

/** The files of the repository, then the image where one is named. Both must have been looked at. */
export async function scanWithTrivy(request: ScanRequest): Promise<ScanResult> {
  const database = await openTrivyDatabase(request);
  if (!database.ok) return failed(database.reason, database.detail);
  if (request.inputs.imageOnly) return scanImageAlone(request, database);
  const files = await scanFiles(request, database);
  if (!files.ok) return files;
  const own = { ...files, notes: [...database.notes, ...files.notes] };
  if (request.inputs.image === '') return own;
  const image = await scanImage(request, database, files.findings);
  if (!image.ok) return image;
  return { ...own, ...image, findings: [...own.findings, ...image.findings], notes: [...own.notes, ...image.notes] };
}

type Database = Extract<Awaited<ReturnType<typeof openTrivyDatabase>>, { readonly ok: true }>;

/** The files tell no more than where the packages of the image are pinned. */
async function scanImageAlone(request: ScanRequest, database: Database): Promise<ScanResult> {
  const trivyScanners = request.inputs.trivyScanners.filter((each) => each === 'vuln');
  const inputs = { ...request.inputs, trivyScanners };
  const files = trivyScanners.length > 0 ? await scanFiles({ ...request, inputs }, database) : nothing;
  if (!files.ok) return files;
  const image = await scanImage(request, database, files.findings);
  return image.ok ? { ...image, notes: [...database.notes, ...image.notes] } : image;
}

const nothing: ScanResult = { ok: true, findings: [], notes: [] };

async function scanFiles(
  request: ScanRequest,
  { cache, folders }: { readonly cache: string; readonly folders: readonly string[] },
): Promise<ScanResult> {
  const { inputs, scratch, folder, settings } = request;
  const report = join(scratch, 'trivy.json');
  const patterns = request.requirements
    .filter(({ file }) => manifestKind(file) === 'requirements')
    .flatMap(({ file }) => ['--file-patterns', patternOf(file)]);
  const what = ['fs', '--cache-dir', cache, '--scanners', inputs.trivyScanners.join(',')];
  const how = [...quiet, ...skipped, ...settingsFlags(settings), ...patterns];
  // What only developers install runs on their machines and in CI; a lock of such packages alone would seem not to have been read.
  const answer = ['--include-dev-deps', '--list-all-pkgs', '--show-suppressed', '-f', 'json', '-o', report];
  const needs = { read: [...folders, ...settings.files.values()], cwd: scratch };
  const run = await runScanner(request, [...what, ...how, ...answer, folder], needs);
  return brokenEnd(run, [0]) ?? readTrivy(readReport(report), request, run.output);
}

/** Trivy knows files called requirements.txt only; a comma would end the pattern. */
function patternOf(file: string): string {
  return `pip:^${file.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`).replaceAll(',', '.')}$`;
}
