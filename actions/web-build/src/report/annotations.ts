import { join, relative, sep } from 'node:path';
import type { Annotation } from '@data-profiler-actions/action-kit';
import { remedyOf } from '../checks/remedies.ts';
import type { Outcome } from '../outcome.ts';
import { withoutEchoes } from '../problems/build-warnings.ts';
import type { PlacedProblem } from '../problems/placed-problems.ts';
import { normalBase } from '../site/resolve-reference.ts';
import { sourceFinder } from './source-lines.ts';

/** Where sources and site are. The paths are absolute. */
export interface Whereabouts {
  readonly workspace: string;
  /** The folder of package.json. */
  readonly directory: string;
  readonly outputDirectory: string;
  /** What the site is served under. */
  readonly base: string;
}

/** More annotations than this a step never shows, and looking through the sources takes time. */
const placedAtMost = 50;

/** One annotation a problem and one a finding, errors first, each at its line of the sources where that can be told. */
export function annotationsOf(
  { findings, problems }: Outcome,
  { workspace, directory, outputDirectory, base }: Whereabouts,
): Annotation[] {
  const find = sourceFinder(directory, outputDirectory, normalBase(base));
  const ofFindings = withoutEchoes(findings).map((item, at): Annotation => {
    const place = at < placedAtMost ? find(item) : undefined;
    const inSite = item.file === '' ? '' : ` (${item.file} of the built site)`;
    const file = place && relative(workspace, join(directory, place.file)).replaceAll(sep, '/');
    return {
      level: item.severity,
      title: item.id,
      message: `${item.message.replace(/\.$/, '')}${inSite}. ${remedyOf(item)}`,
      ...(place && file !== undefined && { file, line: place.line }),
    };
  });
  return inTurn(ofFindings, problems.map(problemAnnotation));
}

/** One of each: a step shows few annotations, and neither the linter's nor the site's may crowd the other's out. */
function inTurn<T>(first: readonly T[], second: readonly T[]): T[] {
  const longest = Math.max(first.length, second.length);
  return Array.from({ length: longest }, (_, at) => [...first.slice(at, at + 1), ...second.slice(at, at + 1)]).flat();
}

function problemAnnotation({ step, severity, file, line, rule, message, isPlaced }: PlacedProblem): Annotation {
  const where = isPlaced || file === '' ? '' : `${file}${line === undefined ? '' : `:${line}`}: `;
  return {
    level: severity,
    title: rule === '' ? step : `${step}: ${rule}`,
    message: `${where}${message}`,
    ...(isPlaced && { file, line: line ?? 1 }),
  };
}
