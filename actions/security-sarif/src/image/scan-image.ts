import { globSync, mkdtempSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { info, type JsonObject } from '@data-profiler-actions/action-kit';
import type { Finding } from '@data-profiler-actions/sarif';
import { readReport } from '../scanners/read-report.ts';
import { brokenEnd, runScanner } from '../scanners/run-scanner.ts';
import { failed, type ScanFailure, type ScanRequest, type ScanResult } from '../scanners/scanner.ts';
import { quiet, settingsFlags } from '../scanners/trivy-flags.ts';
import { candidatesIn } from './base-candidates.ts';
import { resolveCandidate, type BaseImage } from './base-image.ts';
import { parseDockerfile, type Dockerfile } from './dockerfile.ts';
import { imageFindings, type ImageFinding, type PlatformReport } from './image-findings.ts';
import { parseImageSource, type ImageSource } from './image-source.ts';
import { atTheirFiles, withoutKnown } from './known-findings.ts';
import { openImage, type ImageInput, type OpenedImage } from './open-image.ts';
import { registryLogins, type RegistryLogins } from './registry-logins.ts';

/** The database to scan with. */
interface Database {
  readonly cache: string;
  readonly folders: readonly string[];
}

/** Scans each platform of the image; `known` is what the files of the repository hold: it is told of them, or with `image-only` here. */
export async function scanImage(
  request: ScanRequest,
  database: Database,
  known: readonly Finding[],
): Promise<ScanResult> {
  const { inputs, folder, workspace, temp, signal, timeoutMs, actor } = request;
  const parsed = parseImageSource(inputs.image, folder, [workspace, temp]);
  if (!parsed.ok) return failed(`the input image ${parsed.problem}`);
  const logins = registryLogins({ ...inputs, actor });
  const { source } = parsed;
  const credentials = source.kind === 'reference' ? await logins(source.reference.registry) : undefined;
  const scratch = join(request.scratch, 'image');
  const image = await openImage(source, inputs.image, { scratch, credentials, timeoutMs, signal });
  const bases = await basesOf(image, logins, signal);
  const reports: PlatformReport[] = [];
  for (const input of image.inputs) {
    const scanned = await scanPlatform(request, database, image, input);
    if (!scanned.ok) return scanned;
    reports.push({ platform: input.platform, report: scanned.report });
  }
  const place = { name: image.label, path: pathOf(source), dockerfiles: dockerfilesIn(request), bases };
  const found = imageFindings(reports, place);
  const open = inputs.imageOnly ? atTheirFiles(found, known) : withoutKnown(found, known);
  return {
    ok: true,
    findings: open.map(({ finding }) => finding),
    elsewhere: [place.path],
    notes: [notesOf(image, open, found.length - withoutKnown(found, known).length)],
  };
}

async function scanPlatform(
  request: ScanRequest,
  { cache, folders }: Database,
  image: OpenedImage,
  { input }: ImageInput,
): Promise<{ readonly ok: true; readonly report: JsonObject } | ScanFailure> {
  const { inputs, scratch, settings } = request;
  const report = join(mkdtempSync(join(scratch, 'platform-')), 'trivy.json');
  const scanners = inputs.trivyScanners.filter((each) => each !== 'misconfig');
  const what = ['image', '--input', input, '--cache-dir', cache, '--scanners', scanners.join(',')];
  const how = [...quiet, '--skip-java-db-update', ...settingsFlags(settings)];
  const answer = ['--list-all-pkgs', '-f', 'json', '-o', report];
  const read = [...folders, ...settings.files.values(), ...image.read];
  const run = await runScanner(request, [...what, ...how, ...answer], { read, cwd: scratch });
  const broken = brokenEnd(run, [0]);
  if (broken !== undefined) return broken;
  const found = readReport(report, 'Results');
  // An image of which not one package is recognised was not judged: nothing is known of it.
  if (found === undefined) return failed(`it recognised nothing in ${image.name}`, run.output);
  return { ok: true, report: found };
}

async function basesOf({ layout }: OpenedImage, logins: RegistryLogins, signal: AbortSignal): Promise<BaseImage[]> {
  if (layout === undefined) return [];
  const bases = await Promise.all(candidatesIn(layout).map((each) => resolveCandidate(each, logins, signal, info)));
  return bases.filter((base) => base !== undefined);
}

/** Without tag and digest: the place of an alert must not move with every build. */
function pathOf(source: ImageSource): string {
  return `image/${nameOf(source).replaceAll(/[^\w./-]+/g, '-')}`;
}

function nameOf(source: ImageSource): string {
  switch (source.kind) {
    case 'reference':
      return source.reference.repository;
    case 'layout':
      return basename(source.folder);
    case 'archive':
      return basename(source.file);
  }
}

const elsewhere = /(^|\/)(node_modules|\.venv|venv|\.git|vendor)(\/|$)/;

function dockerfilesIn({ workspace }: ScanRequest): Dockerfile[] {
  return globSync('**/{Dockerfile,Dockerfile.*,*.Dockerfile,Containerfile}', {
    cwd: workspace,
    exclude: (name) => elsewhere.test(name),
  })
    .filter((file) => !elsewhere.test(file) && !file.endsWith('.dockerignore'))
    .sort()
    .map((file) => parseDockerfile(file.replaceAll('\\', '/'), readFileSync(join(workspace, file), 'utf8')));
}

function notesOf({ name, inputs }: OpenedImage, open: readonly ImageFinding[], known: number): string {
  const platforms = inputs.map(({ platform }) => platform).filter((platform) => platform !== '');
  const base = open.filter(({ origin }) => origin.of === 'base').length;
  const by = open.some(({ origin }) => origin.by === 'kind')
    ? 'told apart by kind, operating system against languages: its base image is not known'
    : 'told apart by layers';
  return [
    `image ${name}${platforms.length > 0 ? ` (${platforms.join(', ')})` : ''}: ${base} findings of the base, ${open.length - base} of the application`,
    ...(open.length > 0 ? [by] : []),
    ...(known > 0 ? [`${known} stand at the files that pin them`] : []),
  ].join(', ');
}
