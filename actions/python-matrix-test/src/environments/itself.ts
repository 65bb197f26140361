import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { includedFile } from './included-file.ts';
import type { Requirement } from './requirement.ts';

/** The project as its own requirements files name it: `.`, `-e .`, `-e .[test]`, `file:.`; installers take a path as one from the project's directory. */
const itself = /^\s*(?:(?:-e|--editable)[\s=]\s*)?(?:file:)?\.\/?(?:\[([^\]]*)\])?(?:#egg=\S+)?\s*(?:;.*|#.*)?$/;

/** Which requirements files, included ones too, name the project itself, and the extras that they ask for. */
export interface NamedIn {
  readonly files: readonly string[];
  readonly extras: readonly string[];
}

export function namedIn(directory: string, requirements: readonly Requirement[]): NamedIn {
  const all = new Set(requirements.flatMap((each) => (each.kind === 'file' ? [each.path] : [])));
  const files: string[] = [];
  const extras = new Set<string>();
  for (const path of all) {
    const lines = linesOf(join(directory, path));
    for (const included of lines.flatMap(includedBy)) all.add(normalize(join(dirname(path), included)));
    const named = lines.flatMap((line) => extrasIn(line) ?? []);
    if (named.length > 0) files.push(path);
    for (const name of named.join(',').split(',')) if (name.trim()) extras.add(name.trim());
  }
  return { files, extras: [...extras] };
}

/** The extras of a line that names the project, as they are written; undefined for any other line. */
function extrasIn(line: string): string | undefined {
  const match = itself.exec(line);
  return match ? (match[1] ?? '') : undefined;
}

const includedBy = (line: string): string[] => {
  const included = includedFile(line);
  return included?.kind === 'requirements' ? [included.path] : [];
};

/** Takes the project out of copies of its requirements files: it is built once, as a wheel, and installed as that. */
export function leaveOutItself(copy: string, files: readonly string[]): void {
  for (const path of files) {
    const lines = linesOf(join(copy, path)).map((line) => (itself.test(line) ? '' : line));
    writeFileSync(join(copy, path), lines.join('\n'));
  }
}

const linesOf = (file: string): string[] => (existsSync(file) ? readFileSync(file, 'utf8').split(/\r?\n/) : []);
