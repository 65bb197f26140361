/** A line of an input, counted from 1 as its author sees it. */
export interface SourceLine {
  readonly number: number;
  readonly text: string;
}

/** What is wrong with a line; with `word` and `allowed` where a suggestion can be made, and a line that would be right. */
export interface LineProblem {
  readonly line: number;
  readonly text: string;
  readonly word?: string;
  readonly allowed?: readonly string[];
  readonly example?: string;
}

/** The lines that say something: blank ones and whole-line `#` comments are left out. */
export function sourceLines(input: string): SourceLine[] {
  return input
    .split(/\r?\n/)
    .map((text, index) => ({ number: index + 1, text: text.trim() }))
    .filter(({ text }) => text !== '' && !text.startsWith('#'));
}
