import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { isBelow, type Mistake } from '@data-profiler-actions/action-kit';
import type { Inputs } from '../inputs.ts';

/** Options of pytest that take no value, so that the word after them is a path. */
const alone =
  /^-(?:[vqxslh]+|r\w+|-lf|-ff|-nf|-sw|-last-failed|-failed-first|-new-first|-stepwise|-verbose|-quiet|-exitfirst|-strict|-strict-\w+|-no-header|-no-summary|-showlocals|-doctest-modules|-cache-clear|-runxfail|-no-cov|-full-trace|-continue-on-collection-errors|-disable-warnings)$/;

export function checkSuites(inputs: Partial<Inputs>, directory: string, workspace: string): Mistake[] {
  return (['unit', 'integration'] as const).flatMap((input) =>
    checkSuitePaths(inputs[input] ?? [], directory, workspace).map((problem) => ({ input, problem })),
  );
}

/** What is wrong with the paths among pytest's arguments; completes the sentence "Input … ". Words after an option that may take them as its value are left to pytest. */
export function checkSuitePaths(args: readonly string[], directory: string, workspace: string): string[] {
  if (args.includes('--pyargs')) return [];
  return args.filter(isPath).flatMap((word) => problemOf(word, directory, workspace));
}

/** Whether pytest takes a word for a path, whatever it makes of the one before it. */
function isPath(word: string, index: number, args: readonly string[]): boolean {
  const before = args[index - 1] ?? '';
  const isValue = before.startsWith('-') && !before.includes('=') && !alone.test(before);
  return !isValue && !word.startsWith('-') && !word.startsWith('@') && !word.includes('$');
}

function problemOf(word: string, directory: string, workspace: string): string[] {
  const path = word.split('::')[0] ?? '';
  const file = resolve(directory, path);
  if (!isBelow(file, workspace)) return [`names "${word}", which lies outside the workspace`];
  if (existsSync(file)) return [];
  const isPattern = /[*?[]/.test(path) && !word.includes('::');
  const hint = isPattern ? '; no shell expands it, so name the folder, or a keyword with -k' : '';
  return [`names "${word}", which does not exist in working-directory${hint}`];
}
