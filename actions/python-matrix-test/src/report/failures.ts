import type { Annotation } from '@data-profiler-actions/action-kit';
import { isRed, type Leg, type TestResult } from '../legs/model.ts';

/** A file relative to the repository's root and a 1-based line. */
export interface Spot {
  readonly file: string;
  readonly line: number;
}

/** One distinct failure, with every version that saw it, at its line in the test. */
export interface Failure extends Spot {
  readonly test: TestResult;
  readonly versions: readonly string[];
  /** Where it was raised in the project, if deeper than the test. */
  readonly product: Spot | undefined;
}

/** Groups failures by file, line and test, never by message: a message may hold an object's address. Those seen on fewest versions come first. */
export function groupFailures(legs: readonly Leg[], relative: (file: string) => string): Failure[] {
  const groups = new Map<string, { test: TestResult; versions: Set<string> }>();
  for (const { version, tests } of legs)
    for (const test of tests.filter(isRed)) {
      const key = JSON.stringify([test.crashFile, test.crashLine, test.id]);
      const group = groups.get(key) ?? { test, versions: new Set() };
      group.versions.add(version);
      groups.set(key, group);
    }
  return [...groups.values()]
    .map(({ test, versions }) => ({
      test,
      versions: [...versions],
      file: relative(test.crashFile),
      line: test.crashLine,
      product: test.product && { file: relative(test.product.file), line: test.product.line },
    }))
    .sort((a, b) => a.versions.length - b.versions.length);
}

export function failureAnnotation({ test, file, line, versions, product }: Failure): Annotation {
  const where = `Python ${versions.join(', ')}`;
  const raised = product ? `\nraised at ${product.file}:${product.line}` : '';
  return {
    level: 'error',
    title: `${nameOf(test)} (${where})`,
    message: `${test.message || 'failed'}${raised}\n${test.id} on ${where}`,
    file,
    line,
  };
}

/** The project's lines that failures were raised at, each once, with the tests that lead there. */
export function productAnnotations(failures: readonly Failure[]): Annotation[] {
  const spots = Map.groupBy(
    failures.filter(({ product }) => product),
    ({ product }) => `${product?.file ?? ''}:${product?.line ?? 0}`,
  );
  return [...spots.values()].flatMap((group) => {
    const [first] = group;
    if (!first?.product) return [];
    const names = group.map(({ test }) => nameOf(test));
    const shown = names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
    return [
      {
        level: 'notice' as const,
        title: `Raised here: ${shown}`,
        message: first.test.message || 'failed',
        ...first.product,
      },
    ];
  });
}

const nameOf = (test: TestResult): string => test.id.split('::').slice(1).join('::') || test.id;
