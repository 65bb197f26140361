import type { Annotation } from '@data-profiler-actions/action-kit';
import type { Leg, TestResult } from '../legs/model.ts';

/** One distinct failure, with every leg that saw it. */
export interface Failure {
  readonly test: TestResult;
  /** Relative to the repository's root. */
  readonly file: string;
  readonly line: number;
  readonly versions: readonly string[];
}

/** Groups failures by file, line and test, never by message: a message may hold an object's address. Those seen on fewest versions come first. */
export function groupFailures(legs: readonly Leg[], relative: (file: string) => string): Failure[] {
  const groups = new Map<string, Failure>();
  for (const { version, tests } of legs)
    for (const test of tests.filter(({ outcome }) => outcome === 'failed' || outcome === 'error')) {
      const key = JSON.stringify([test.crashFile, test.crashLine, test.id]);
      const known = groups.get(key);
      const versions = [...new Set([...(known?.versions ?? []), version])];
      groups.set(key, { test: known?.test ?? test, file: relative(test.crashFile), line: test.crashLine, versions });
    }
  return [...groups.values()].sort((a, b) => a.versions.length - b.versions.length);
}

export function failureAnnotation({ test, file, line, versions }: Failure): Annotation {
  const where = `Python ${versions.join(', ')}`;
  return {
    level: 'error',
    title: `${test.id.split('::').slice(1).join('::') || test.id} (${where})`,
    message: `${test.message || 'failed'}\n${test.id} on ${where}`,
    file,
    line,
  };
}
