import { existsSync, globSync, readdirSync, statSync } from 'node:fs';
import { isAbsolute, join, normalize } from 'node:path';
import { lines, nearest, type InputKind } from '@data-profiler-actions/action-kit';
import { isImageName } from './image-name.ts';

/** An image to build; paths are relative to the workspace. */
export interface PlannedImage {
  readonly image: string;
  readonly context: string;
  readonly file: string;
}

/** Dockerfiles that a message names. */
const most = 5;

/** Lines `name context=FOLDER file=DOCKERFILE`, whose files exist in the workspace. All mistakes are told. */
export const imageLines = (workspace: () => string): InputKind<PlannedImage[]> => ({
  parse: (raw) => {
    const parsed = lines().parse(raw);
    if (!parsed.ok) return parsed;
    const read = parsed.value.map(readLine);
    const images = read.map(({ image }) => image);
    const problems = [
      ...read.flatMap((line) => line.problems),
      ...duplicates(images),
      ...read.flatMap(({ image, problems: own }) => (own.length > 0 ? [] : missingFiles(image, workspace()))),
    ];
    return problems.length === 0 ? { ok: true, value: images } : { ok: false, problem: problems.join('; it ') };
  },
});

function readLine(line: string): { image: PlannedImage; problems: string[] } {
  const [image = '', ...words] = wordsOf(line);
  const { fields, problems } = readFields(image, words);
  if (!isImageName(image))
    problems.unshift(`names "${image}", which is no image name (lower-case letters, digits and ".", "_", "-" between)`);
  const context = fields.get('context') ?? '.';
  const file = fields.get('file') ?? join(context, 'Dockerfile');
  return { image: { image, context, file }, problems };
}

/** Words between blanks; a path that has blanks stands in quotes. */
function wordsOf(line: string): string[] {
  const words = line.match(/(?:[^\s"']|"[^"]*"|'[^']*'|["'])+/g) ?? [];
  return words.map((word) => word.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}

function readFields(image: string, words: readonly string[]): { fields: Map<string, string>; problems: string[] } {
  const fields = new Map<string, string>();
  const problems: string[] = [];
  for (const word of words) {
    const [, key = '', value = ''] = /^([^=]*)=(.*)$/.exec(word) ?? [];
    if (key !== 'context' && key !== 'file') problems.push(unknownWord(image, word));
    else if (value === '' || outside(value))
      problems.push(`gives ${image} ${key}="${value}", which must be a relative path inside the workspace`);
    else fields.set(key, normalize(value).replace(/(?<=.)\/$/, ''));
  }
  return { fields, problems };
}

const quoting = ' (a path with blanks stands in quotes: context="my folder")';

function unknownWord(image: string, word: string): string {
  const suggestion = nearest(word.replace(/=.*$/, ''), ['context', 'file']);
  const hint = suggestion ? ` (did you mean ${suggestion}=?)` : '';
  return `has "${word}" for ${image}; only context=… and file=… are known${hint || quoting}`;
}

function outside(path: string): boolean {
  const normal = normalize(path);
  return isAbsolute(normal) || normal === '..' || normal.startsWith('../');
}

function duplicates(images: readonly PlannedImage[]): string[] {
  const names = images.map(({ image }) => image);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [...new Set(twice)].map((name) => `names ${name} twice`);
}

function missingFiles({ image, context, file }: PlannedImage, workspace: string): string[] {
  if (!isKind(join(workspace, context), 'folder'))
    return [`gives ${image} context=${context}, which is no folder of the workspace${whatIsThere(workspace)}`];
  if (!isKind(join(workspace, file), 'file'))
    return [
      `gives ${image} the Dockerfile ${file}, which does not exist${otherDockerfile(workspace, file) || whatIsThere(workspace)}`,
    ];
  return [];
}

/** The Dockerfiles that there are; an empty workspace was not checked out. */
function whatIsThere(workspace: string): string {
  if (!existsSync(workspace) || readdirSync(workspace).length === 0)
    return ' (it is empty: put actions/checkout in front)';
  const depths = ['', '*/', '*/*/', '*/*/*/'].map((folders) => `${folders}*Dockerfile*`);
  const found = globSync(depths, { cwd: workspace, exclude: ['**/node_modules/**', '**/*.dockerignore'] }).sort();
  if (found.length === 0) return ' (there is no Dockerfile near the root)';
  const more = found.length > most ? ` and ${found.length - most} more` : '';
  return ` (there is ${found.slice(0, most).join(', ')}${more})`;
}

function isKind(path: string, kind: 'file' | 'folder'): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return kind === 'file' ? found?.isFile() === true : found?.isDirectory() === true;
}

function otherDockerfile(workspace: string, file: string): string {
  const folder = join(file, '..');
  const absolute = join(workspace, folder);
  const names = existsSync(absolute)
    ? readdirSync(absolute)
        .filter((name) => /dockerfile/i.test(name) && !name.endsWith('.dockerignore'))
        .sort()
    : [];
  return names[0] === undefined ? '' : ` (did you mean file=${join(folder, names[0])}?)`;
}
