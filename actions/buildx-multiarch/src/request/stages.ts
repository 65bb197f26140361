import { didYouMean, type Mistake } from '@data-profiler-actions/action-kit';
import type { Inputs } from '../inputs.ts';
import type { Dockerfile } from './dockerfile.ts';
import { isUsualFrontend } from './frontend.ts';

/** The names of a Dockerfile's stages (Dockerfile reference, "FROM"). */
export function stagesOf(text: string): string[] {
  const lines = text
    .replaceAll(/^\s*#.*\r?\n/gm, '')
    // An instruction goes on after a backslash, or after a backtick where a directive says so.
    .replaceAll(/[\\`][ \t]*\r?\n/g, ' ');
  return [...lines.matchAll(/^\s*FROM[ \t].*[ \t]AS[ \t]+(\S+)[ \t]*\r?$/gim)].map((match) => match[1] ?? '');
}

/** A stage that BuildKit would not find. What another frontend makes of the file, a number, and a named context are left to it. */
export function targetMistakes({ target, buildContexts }: Inputs, dockerfile: Dockerfile): Mistake[] {
  const { path, found, frontend, stages } = dockerfile;
  const isLeft = /^\d*$/.test(target) || buildContexts.some(({ key }) => key === target);
  if (!found || isLeft || !isUsualFrontend(frontend)) return [];
  if (stages.some((stage) => stage.toLowerCase() === target.toLowerCase())) return [];
  return [
    { input: 'target', problem: `names "${target}", a stage that ${path} does not have; ${choice(target, stages)}` },
  ];
}

function choice(target: string, stages: readonly string[]): string {
  if (stages.length === 0) return `none of its stages has a name (FROM … AS ${target})`;
  return `it has ${stages.join(', ')}${didYouMean(target, stages)}`;
}
