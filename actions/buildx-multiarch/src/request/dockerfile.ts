import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseReference } from '@data-profiler-actions/oci';
import type { Inputs } from '../inputs.ts';

/** What the action reads in a Dockerfile before BuildKit does; everything else is BuildKit's. */
export interface Dockerfile {
  /** Relative to the workspace. */
  readonly path: string;
  readonly found: boolean;
  /** Names of build arguments that it declares. */
  readonly declared: readonly string[];
  /** The frontend its first lines ask for; empty when it is the one built in BuildKit. */
  readonly syntax: string;
}

/** The Dockerfile's path, relative to the workspace. */
export function dockerfileOf({ file, context }: Pick<Inputs, 'file' | 'context'>): string {
  return file || join(context || '.', 'Dockerfile');
}

export function readDockerfile(path: string, workspace: string): Dockerfile {
  const file = join(workspace, path);
  const found = existsSync(file) && statSync(file).isFile();
  const text = found ? readFileSync(file, 'utf8') : '';
  return { path, found, declared: declaredArguments(text), syntax: syntaxOf(text) };
}

/** Names behind every ARG (Dockerfile reference, "ARG"). */
export function declaredArguments(text: string): string[] {
  const lines = [...text.matchAll(/^[ \t]*ARG[ \t]+(.+)$/gim)].map((match) => match[1] ?? '');
  const names = lines.flatMap((line) => [...line.matchAll(/(?:^|\s)([A-Za-z_]\w*)(?==|\s|$)/g)].map((m) => m[1] ?? ''));
  return [...new Set(names)];
}

/** The `syntax` directive: only comments of the form `# key=value` may stand before it (Dockerfile reference, "Parser directives"). */
export function syntaxOf(text: string): string {
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const directive = /^#\s*([A-Za-z][\w-]*)\s*=\s*(.+?)\s*$/.exec(line);
    if (!directive) return '';
    if (directive[1]?.toLowerCase() === 'syntax') return directive[2] ?? '';
  }
  return '';
}

/** What is wrong with the frontend's name; BuildKit would say it only after the builder has started. */
export function syntaxProblem({ syntax }: Dockerfile): string | undefined {
  const reference = syntax.split(/\s/)[0] ?? '';
  const parsed = reference === '' ? undefined : parseReference(reference);
  return parsed === undefined || parsed.ok
    ? undefined
    : `asks for the frontend "${syntax}" in its \`# syntax\` line, which ${parsed.problem}; write it as docker/dockerfile:1, or leave the line out for the frontend built in BuildKit`;
}

/** Whether the Dockerfile lies beside the context, not in it; legal, and a surprise to people who expect COPY to see its folder. */
export function liesOutside(dockerfile: string, context: string): boolean {
  return relative(context || '.', dockerfile).startsWith('..');
}
