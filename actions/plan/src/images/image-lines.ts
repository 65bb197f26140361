import { isAbsolute, join, normalize } from 'node:path';
import { lines, nearest, type InputKind } from '@data-profiler-actions/action-kit';
import { repeated } from '../repeated.ts';
import { isImageName } from './image-name.ts';
import { missingFiles } from './missing-files.ts';

/** An image to build; paths are relative to the workspace. */
export interface PlannedImage {
  readonly image: string;
  readonly context: string;
  readonly file: string;
}

/** Lines `name context=FOLDER file=DOCKERFILE`, whose files exist in the workspace. All mistakes are told. */
export const imageLines = (workspace: () => string): InputKind<PlannedImage[]> => ({
  parse: (raw) => {
    const parsed = lines().parse(raw);
    if (!parsed.ok) return parsed;
    const read = parsed.value.map(readLine);
    const images = read.map(({ image }) => image);
    const problems = [
      ...read.flatMap((line) => line.problems),
      ...repeated(images.map(({ image }) => image)).map((name) => `names ${name} twice`),
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
