import { nearest, type InputKind } from '@data-profiler-actions/action-kit';
import {
  annotationLevels,
  sourceLines,
  templateProblems,
  type Label,
  type LineProblem,
  type SourceLine,
} from '@data-profiler-actions/image-tags';
import { withoutProblems } from './line-mistakes.ts';

/** `key=value` lines whose values may hold the expressions that rules know. */
export const labelLines = (): InputKind<Label[]> => linesOf(problemsOf);

/** The same, whose keys may say for which levels they are. */
export const annotationLines = (): InputKind<Label[]> =>
  linesOf((line) => [...problemsOf(line), ...misspelledLevel(line)]);

const linesOf = (problems: (line: SourceLine) => LineProblem[]): InputKind<Label[]> => ({
  parse: (raw) => {
    const lines = sourceLines(raw);
    return withoutProblems(lines.map(toLabel), lines.flatMap(problems), raw);
  },
});

/** A key may hold a colon of its own; one behind what is nearly a level is hardly that. */
function misspelledLevel({ number: line, text }: SourceLine): LineProblem[] {
  const word = /^"?([a-z-]+)(?:\[[^\]]*\])?:/.exec(text)?.[1];
  if (word === undefined || annotationLevels.some((level) => level === word)) return [];
  if (nearest(word, annotationLevels) === undefined) return [];
  const example = 'index:org.opencontainers.image.title=My app';
  return [{ line, text: `has the unknown level "${word}"`, word, allowed: annotationLevels, example }];
}

function toLabel(line: SourceLine): Label {
  const text = unquoted(line.text) ?? line.text;
  const at = text.indexOf('=');
  return { key: text.slice(0, at).trim(), value: text.slice(at + 1) };
}

/** What a line that is quoted as a whole holds (RFC 4180: a doubled quote is one). */
function unquoted(text: string): string | undefined {
  return /^"((?:[^"]|"")*)"$/.exec(text)?.[1]?.replaceAll('""', '"');
}

function problemsOf({ number: line, text: written }: SourceLine): LineProblem[] {
  const text = unquoted(written) ?? written;
  if (text === written && text.startsWith('"'))
    return [
      { line, text: 'begins with a quote that does not end it', example: '"org.opencontainers.image.title=My app"' },
    ];
  if (text.indexOf('=') < 1)
    return [{ line, text: 'has no key or no "="', example: 'org.opencontainers.image.title=My app' }];
  return templateProblems(text, 'plain').map((problem) => ({ line, ...problem, text: `has ${problem.text}` }));
}
