import { didYouMean, type Parsed } from '@data-profiler-actions/action-kit';
import { sourceLines, type LineProblem, type SourceLine } from '@data-profiler-actions/image-tags';

/** The value, or all problems: one a line, each with the number of the input's line, the word probably meant and a line that would be right. */
export function withoutProblems<T>(value: T, problems: readonly LineProblem[], input: string): Parsed<T> {
  if (problems.length === 0) return { ok: true, value };
  return { ok: false, problem: lineMistakes(problems, sourceLines(input)), showsText: true };
}

/** Completes "Input x …". */
export function lineMistakes(problems: readonly LineProblem[], lines: readonly SourceLine[]): string {
  const texts = new Map(lines.map(({ number, text }) => [number, text]));
  const sentences = problems.map(
    (problem) => `line ${problem.line} (${texts.get(problem.line) ?? ''}) ${describe(problem)}`,
  );
  return sentences.length === 1 ? sentences.join() : `has ${sentences.length} mistakes:\n  ${sentences.join('\n  ')}`;
}

function describe({ text, word, allowed = [], example }: LineProblem): string {
  return [
    `${text}${word === undefined ? '' : didYouMean(word, allowed)}`,
    ...(allowed.length > 0 ? [`allowed are ${allowed.join(', ')}`] : []),
    ...(example === undefined ? [] : [`for example: ${example}`]),
  ].join('; ');
}
