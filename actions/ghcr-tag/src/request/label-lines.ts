import type { InputKind } from '@data-profiler-actions/action-kit';
import {
  sourceLines,
  templateProblems,
  type Label,
  type LineProblem,
  type SourceLine,
} from '@data-profiler-actions/image-tags';
import { withoutProblems } from './line-mistakes.ts';

/** `key=value` lines whose values may hold the expressions that rules know. */
export const labelLines = (): InputKind<Label[]> => ({
  parse: (raw) => {
    const lines = sourceLines(raw);
    return withoutProblems(lines.map(toLabel), lines.flatMap(problemsOf), raw);
  },
});

function toLabel({ text }: SourceLine): Label {
  const at = text.indexOf('=');
  return { key: text.slice(0, at).trim(), value: text.slice(at + 1) };
}

function problemsOf({ number: line, text }: SourceLine): LineProblem[] {
  if (text.indexOf('=') < 1)
    return [{ line, text: 'has no key or no "="', example: 'org.opencontainers.image.title=My app' }];
  return templateProblems(text, 'plain').map((problem) => ({ line, ...problem, text: `has ${problem.text}` }));
}
