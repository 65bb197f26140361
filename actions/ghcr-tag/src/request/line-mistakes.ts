import { nearest, type Parsed } from '@data-profiler-actions/action-kit';
import type { LineProblem } from '@data-profiler-actions/image-tags';

/** The value, or all problems: one a line, each with the number of the input's line, the word probably meant and a line that would be right. */
export function withoutProblems<T>(value: T, problems: readonly LineProblem[], lines: string): Parsed<T> {
  if (problems.length === 0) return { ok: true, value };
  return { ok: false, problem: lineMistakes(problems, lines), showsText: true };
}

/** Completes "Input x …". `input` is the input's whole text. */
export function lineMistakes(problems: readonly LineProblem[], input: string): string {
  const texts = input.split(/\r?\n/);
  const sentences = problems.map(
    (problem) => `line ${problem.line} (${texts[problem.line - 1]?.trim() ?? ''}) ${describe(problem)}`,
  );
  const [only] = sentences;
  return sentences.length === 1 && only !== undefined
    ? only
    : `has ${sentences.length} mistakes:\n  ${sentences.join('\n  ')}`;
}

function describe({ text, word, allowed = [], example }: LineProblem): string {
  const suggestion = word === undefined ? undefined : nearest(word, allowed);
  return [
    `${text}${suggestion ? ` (did you mean ${suggestion}?)` : ''}`,
    ...(allowed.length > 0 ? [`allowed are ${allowed.join(', ')}`] : []),
    ...(example === undefined ? [] : [`for example: ${example}`]),
  ].join('; ');
}
