import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { KeyValue } from '@data-profiler-actions/action-kit';
import type { Inputs } from '../inputs.ts';
import { frontendOf, type Frontend } from './frontend.ts';
import { stagesOf } from './stages.ts';

/** What the action reads in a Dockerfile before BuildKit does; everything else is BuildKit's. */
export interface Dockerfile {
  /** Relative to the workspace. */
  readonly path: string;
  readonly found: boolean;
  /** Names of build arguments that it declares. */
  readonly declared: readonly string[];
  /** Names of its stages. */
  readonly stages: readonly string[];
  readonly frontend: Frontend;
}

/** The Dockerfile's path, relative to the workspace. */
export function dockerfileOf({ file, context }: Pick<Inputs, 'file' | 'context'>): string {
  return file || join(context || '.', 'Dockerfile');
}

export function readDockerfile(path: string, workspace: string, buildArgs: readonly KeyValue[]): Dockerfile {
  const file = join(workspace, path);
  const found = existsSync(file) && statSync(file).isFile();
  const text = found ? readFileSync(file, 'utf8') : '';
  return {
    path,
    found,
    declared: declaredArguments(text),
    stages: stagesOf(text),
    frontend: frontendOf(text, buildArgs),
  };
}

/** Names behind every ARG (Dockerfile reference, "ARG"). */
export function declaredArguments(text: string): string[] {
  const lines = [...text.matchAll(/^[ \t]*ARG[ \t]+(.+)$/gim)].map((match) => match[1] ?? '');
  const names = lines.flatMap((line) => [...line.matchAll(/(?:^|\s)([A-Za-z_]\w*)(?==|\s|$)/g)].map((m) => m[1] ?? ''));
  return [...new Set(names)];
}

/** Whether the Dockerfile lies beside the context, not in it; legal, and a surprise to people who expect COPY to see its folder. */
export function liesOutside(dockerfile: string, context: string): boolean {
  return relative(context || '.', dockerfile).startsWith('..');
}
