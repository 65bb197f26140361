import type { Finding } from '@data-profiler-actions/sarif';
import type { ImageFinding } from './image-findings.ts';

/** One problem, one alert: what already stands at the file that pins the package is not told again at the Dockerfile. */
export function withoutKnown(found: readonly ImageFinding[], known: readonly Finding[]): ImageFinding[] {
  const keys = new Set(known.flatMap(keysOf));
  return found.filter(({ finding }) => !keysOf(finding).some((key) => keys.has(key)));
}

/** The same at the file that pins the package, where code scanning has its alert: one problem stays one alert, whichever job tells it. */
export function atTheirFiles(found: readonly ImageFinding[], known: readonly Finding[]): ImageFinding[] {
  // The plain name before its variants: an image is made of requirements.txt, not of requirements-dev.txt.
  const places = new Map(
    known
      .toSorted((a, b) => b.file.length - a.file.length)
      .flatMap((each) => keysOf(each).map((key) => [key, each] as const)),
  );
  return found.map((each) => {
    const place = keysOf(each.finding)
      .map((key) => places.get(key))
      .find((one) => one !== undefined);
    return place ? { ...each, finding: { ...each.finding, file: place.file, line: place.line } } : each;
  });
}

function keysOf({ rule, dependency }: Finding): string[] {
  if (dependency === undefined) return [];
  return [rule, ...dependency.aliases].map((id) => JSON.stringify([dependency.package, dependency.version, id]));
}
