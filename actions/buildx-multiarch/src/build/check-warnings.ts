import { annotate, type Annotation } from '@data-profiler-actions/action-kit';
import type { CheckWarning } from './progress-message.ts';

/** Findings of BuildKit's checks at their lines of the Dockerfile; gives how many there were. */
export function annotateWarnings(warnings: readonly CheckWarning[], dockerfile: string): number {
  const distinct = [...new Map(warnings.map((warning) => [`${warning.line} ${warning.message}`, warning])).values()];
  annotate(distinct.sort((a, b) => a.line - b.line).map((warning) => annotationOf(warning, dockerfile)));
  return distinct.length;
}

function annotationOf({ message, detail, url, line }: CheckWarning, file: string): Annotation {
  const [rule = message] = message.split(': ');
  const text = [message, detail, url].filter((part) => part !== '').join('\n');
  return { level: 'warning', title: rule, message: text, file, ...(line > 0 && { line }) };
}
