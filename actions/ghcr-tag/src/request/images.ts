import { mistakesError, type InputKind } from '@data-profiler-actions/action-kit';
import { sourceLines, type LineProblem, type SourceLine } from '@data-profiler-actions/image-tags';
import { parseReference } from '@data-profiler-actions/oci';
import { withoutProblems } from './line-mistakes.ts';

/** Lower-case image names without a tag, each once; undefined when the input is empty. */
export type GivenImages = readonly string[] | undefined;

interface ImageLine {
  readonly names: readonly string[];
  readonly enabled: boolean;
}

const keys = ['name', 'enable'];
const example = 'name=ghcr.io/org/app,enable=true';

/** Lines of names with commas between them, or of docker/metadata-action's `name=…,enable=…`. */
export const imageLines = (): InputKind<GivenImages> => ({
  parse: (raw) => {
    const lines = sourceLines(raw);
    if (lines.length === 0) return { ok: true, value: undefined };
    const read = lines.map(readLine);
    const names = read.flatMap((line) => ('names' in line && line.enabled ? line.names : []));
    return withoutProblems(
      [...new Set(names)],
      read.flatMap((line) => ('problems' in line ? line.problems : [])),
      raw,
    );
  },
});

/** The images that were given, else the repository's own. A repository may be called what no image may: `.github`, `app_`. */
export function imageNames(given: GivenImages, repository: string): readonly string[] {
  if (given) return given;
  const name = `ghcr.io/${repository.toLowerCase()}`;
  const problem = nameProblem(name);
  if (problem === undefined) return [name];
  throw mistakesError([{ input: 'images', problem: `is empty, and ${name} ${problem}: name the image here` }]);
}

function readLine({ number: line, text }: SourceLine): ImageLine | { readonly problems: readonly LineProblem[] } {
  const fields = text.split(',').map(readField);
  const problems: LineProblem[] = fields
    .filter(([key]) => !keys.includes(key))
    .map(([word]) => ({ line, text: `has the unknown key "${word}"`, word, allowed: keys, example }));
  const [enable = 'true', ...more] = valuesOf(fields, 'enable');
  if (enable !== 'true' && enable !== 'false')
    problems.push({ line, text: `has enable "${enable}", which is neither true nor false`, example });
  const names = valuesOf(fields, 'name').map((name) => name.toLowerCase());
  if (more.length > 0 || (names.length > 1 && fields.length > names.length))
    problems.push({
      line,
      text: 'has several images or conditions: with enable, give each image its own line',
      example,
    });
  for (const name of names.length > 0 ? names : ['']) {
    const problem = nameProblem(name);
    if (problem !== undefined) problems.push({ line, text: problem, example });
  }
  return problems.length > 0 ? { problems } : { names, enabled: enable === 'true' };
}

const valuesOf = (fields: readonly (readonly [string, string])[], wanted: string): string[] =>
  fields.filter(([key]) => key === wanted).map(([, value]) => value);

function nameProblem(name: string): string | undefined {
  if (name === '') return 'names no image';
  const parsed = parseReference(name);
  if (!parsed.ok) return parsed.problem;
  const { tag, digest } = parsed.reference;
  return tag === undefined && digest === undefined
    ? undefined
    : 'has a tag or digest: give the image alone (tags go to "tags")';
}

function readField(field: string): [string, string] {
  const at = field.indexOf('=');
  return at < 0 ? ['name', field.trim()] : [field.slice(0, at).trim().toLowerCase(), field.slice(at + 1).trim()];
}
