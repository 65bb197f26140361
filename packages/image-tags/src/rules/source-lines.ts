import type { Problem } from '../problem.ts';

/** A line of an input, counted from 1 as its author sees it. */
export interface SourceLine {
  readonly number: number;
  readonly text: string;
}

/** What is wrong with a line, by its number. */
export interface LineProblem extends Problem {
  readonly line: number;
}

/** The lines that say something: blank ones and whole-line `#` comments are left out. */
export function sourceLines(input: string): SourceLine[] {
  return input
    .split(/\r?\n/)
    .map((text, index) => ({ number: index + 1, text: text.trim() }))
    .filter(({ text }) => text !== '' && !text.startsWith('#'));
}
