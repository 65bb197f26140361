/** What the labels of an image say about where it comes from; empty where unknown. */
export interface SourceFacts {
  readonly title: string;
  readonly description: string;
  /** The repository's page. */
  readonly url: string;
  readonly version: string;
  /** ISO 8601. */
  readonly created: string;
  /** The full commit id. */
  readonly revision: string;
  /** SPDX. */
  readonly licenses: string;
}

export interface Label {
  readonly key: string;
  readonly value: string;
}

const prefix = 'org.opencontainers.image.';

/** The eight pre-defined keys of the OCI image-spec (annotations.md) that a repository can answer, always all, sorted by key. */
export function defaultLabels(facts: SourceFacts): Label[] {
  const values = { ...facts, source: facts.url };
  return Object.entries(values)
    .map(([key, value]) => ({ key: `${prefix}${key}`, value: oneLine(value).trim() }))
    .sort(byKey);
}

/** Labels with the user's own laid over them, sorted by key; each on one line. */
export function overrideLabels(labels: readonly Label[], own: readonly Label[]): Label[] {
  const merged = new Map([...labels, ...own].map(({ key, value }) => [key, oneLine(value)]));
  return [...merged].map(([key, value]) => ({ key, value })).sort(byKey);
}

export const annotationLevels = ['manifest', 'index', 'manifest-descriptor', 'index-descriptor'] as const;
export type AnnotationLevel = (typeof annotationLevels)[number];

/** `level:key=value` for every level. GHCR shows the index's description of a multi-platform image, and the manifest's of any other. */
export function annotationLines(
  labels: readonly Label[],
  levels: readonly string[] = ['manifest', 'index'],
  own: readonly Label[] = [],
): string[] {
  const read = own.flatMap(byLevel);
  const named = read.flatMap(({ level }) => (level === undefined ? [] : [level]));
  return [...new Set([...levels, ...named])].flatMap((level) => {
    const isWhole = levels.includes(level);
    const laid = read.filter((each) => each.level === level || (each.level === undefined && isWhole));
    return overrideLabels(isWhole ? labels : [], laid).map((label) => `${level}:${labelLine(label)}`);
  });
}

const level = String.raw`(?:manifest|index)(?:-descriptor)?(?:\[[^\]]+\])?`;
const leveled = new RegExp(String.raw`^(${level}(?:,${level})*):(.+)$`);

/** A user's key may say for which levels it is, as Buildx has it: `index:key`, `index,manifest:key`, `manifest[linux/amd64]:key`. */
function byLevel({ key, value }: Label): (Label & { readonly level?: string })[] {
  const [, levels, rest] = leveled.exec(key) ?? [];
  if (levels === undefined || rest === undefined) return [{ key, value }];
  return levels.split(/,(?![^[]*\])/).map((each) => ({ level: each, key: rest, value }));
}

export const labelLine = ({ key, value }: Label): string => `${key}=${value}`;

/** A line break would make a second label that nobody wrote. */
function oneLine(value: string): string {
  return value.replaceAll(/\s*[\r\n\u2028\u2029]+\s*/g, ' ');
}

function byKey(a: Label, b: Label): number {
  if (a.key === b.key) return 0;
  return a.key < b.key ? -1 : 1;
}
