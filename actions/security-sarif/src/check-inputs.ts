import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isBelow, isInside, type EventContext, type Mistake } from '@data-profiler-actions/action-kit';
import { parseImageSource } from './image/image-source.ts';
import type { Inputs } from './inputs.ts';
import { scannerNames } from './scanners/scanner.ts';

/** Safety's whole database has some ten megabytes. */
const largestSafetyDb = 512 * 2 ** 20;

/** The inputs that a look at the others, or at the file system, can find fault with. */
export type Checked = Readonly<
  Pick<
    Inputs,
    'workingDirectory' | 'image' | 'imageOnly' | 'upload' | 'category' | 'semgrepConfig' | 'trivyDb' | 'safetyDb'
  > & {
    [K in 'scanners' | 'paths' | 'requirements' | 'trivyScanners']: Readonly<Inputs[K]>;
  }
>;

type Places = Pick<EventContext, 'workspace' | 'temp'>;

/** What only several inputs together, or the file system, can tell. */
export function checkInputs(inputs: Checked, { workspace, temp }: Places): Mistake[] {
  const folder = join(workspace, inputs.workingDirectory);
  const misplaced = problemOfFolder(inputs.workingDirectory, workspace);
  if (misplaced !== undefined) return [{ input: 'working-directory', problem: misplaced }];
  const one = (input: string, problem: string | undefined): Mistake[] =>
    problem === undefined ? [] : [{ input, problem }];
  const inside = (input: string, file: string): Mistake[] => one(input, problemOfPath(file, folder, workspace));
  return [
    ...(inputs.scanners.length === 0 ? one('scanners', `must name at least one of ${scannerNames.join(', ')}`) : []),
    ...(inputs.trivyScanners.length === 0 && inputs.scanners.includes('trivy')
      ? one('trivy-scanners', 'must name at least one of vuln, misconfig, secret')
      : []),
    ...inputs.paths.flatMap((each) => inside('paths', each)),
    ...inputs.requirements.flatMap((each) => inside('requirements', each)),
    ...inputs.requirements.flatMap((each) => one('requirements', problemOfKind(each, folder))),
    ...one('semgrep-config', problemOfRules(inputs, folder, workspace)),
    ...(inputs.trivyDb === ''
      ? []
      : one('trivy-db', problemIfAbsent(join(inputs.trivyDb, 'db', 'metadata.json'), folder))),
    ...(inputs.safetyDb === '' ? [] : one('safety-db', problemOfSafetyDb(inputs.safetyDb, folder))),
    ...(inputs.image === '' ? [] : imageMistakes(inputs, folder, [workspace, temp])),
    ...(inputs.imageOnly ? imageOnlyMistakes(inputs) : []),
  ];
}

function problemOfFolder(name: string, workspace: string): string | undefined {
  const folder = join(workspace, name);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return `names "${name}", which is no folder`;
  return isInside(folder, workspace) ? undefined : `names "${name}", a link that leads out of the workspace`;
}

/** A file of rules must be there; names of the registry (`p/python`) and addresses cannot be told before. */
function problemOfRules({ semgrepConfig, scanners }: Checked, folder: string, workspace: string): string | undefined {
  if (semgrepConfig.startsWith('-')) return 'must not begin with "-"';
  const isPath = /^[./]|\.ya?ml$/.test(semgrepConfig) && !semgrepConfig.includes('://');
  return isPath && scanners.includes('semgrep') ? problemOfPath(semgrepConfig, folder, workspace) : undefined;
}

/** A name that begins with a hyphen would be an option to the scanner that gets it. */
function problemOfPath(file: string, folder: string, workspace: string): string | undefined {
  const path = join(folder, file);
  if (file.startsWith('-')) return `holds "${file}", which begins with "-": scanners would take it for an option`;
  if (!isBelow(path, workspace)) return `names "${file}", which is outside the workspace`;
  if (!existsSync(path)) return `names "${file}", which does not exist`;
  return isInside(path, workspace) ? undefined : `names "${file}", a link that leads out of the workspace`;
}

function problemOfKind(file: string, folder: string): string | undefined {
  const isFolder = statSync(join(folder, file), { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? `names "${file}", a folder; name the files in it` : undefined;
}

/** An absolute path may lie anywhere. */
const problemIfAbsent = (file: string, folder: string): string | undefined =>
  existsSync(resolve(folder, file)) ? undefined : `names "${file}", which does not exist`;

function problemOfSafetyDb(database: string, folder: string): string | undefined {
  const file = join(database, 'insecure_full.json');
  const size = statSync(resolve(folder, file), { throwIfNoEntry: false })?.size;
  if (size === undefined) return problemIfAbsent(file, folder);
  return size > largestSafetyDb
    ? `holds ${(size / 1e6).toFixed(0)} MB; at most ${largestSafetyDb / 2 ** 20} MiB are read`
    : undefined;
}

function imageMistakes(
  { image, scanners, trivyScanners }: Checked,
  folder: string,
  places: readonly string[],
): Mistake[] {
  const parsed = parseImageSource(image, folder, places);
  return [
    ...(parsed.ok ? [] : [{ input: 'image', problem: parsed.problem }]),
    ...(scanners.includes('trivy') ? [] : [{ input: 'image', problem: 'needs trivy among the scanners' }]),
    ...(trivyScanners.some((each) => each !== 'misconfig')
      ? []
      : [{ input: 'image', problem: 'needs vuln or secret among trivy-scanners' }]),
  ];
}

/** Uploaded under the repository's own category, an image's findings would close its alerts. */
function imageOnlyMistakes({ image, scanners, upload, category }: Checked): Mistake[] {
  const others = scanners.filter((scanner) => scanner !== 'trivy');
  const problems = [
    ...(image === '' ? ['needs the input image'] : []),
    ...(others.length > 0 ? [`needs "scanners: trivy": ${others.join(', ')} cannot read an image`] : []),
    ...(upload !== 'off' && category === ''
      ? ['needs the input category, such as "image/api/", since these alerts would replace those of the repository']
      : []),
  ];
  return problems.map((problem) => ({ input: 'image-only', problem }));
}
