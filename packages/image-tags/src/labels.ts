/** What an image is labelled with; empty texts where unknown. */
export interface ImageFacts {
  readonly title: string;
  readonly description: string;
  readonly url: string;
  readonly version: string;
  /** ISO 8601. */
  readonly created: string;
  readonly revision: string;
  readonly licenses: string;
}

export interface Label {
  readonly key: string;
  readonly value: string;
}

const prefix = 'org.opencontainers.image.';

/** The labels of an image (OCI image-spec, annotations.md, "Pre-Defined Annotation Keys"), sorted by key; the user's own override by key. */
export function imageLabels(facts: ImageFacts, own: readonly Label[] = []): Label[] {
  const { title, description, url, version, created, revision, licenses } = facts;
  const known = { title, description, url, source: url, version, created, revision, licenses };
  const all = new Map(Object.entries(known).map(([key, value]) => [prefix + key, oneLine(value)]));
  for (const { key, value } of own) all.set(key, value);
  return [...all].map(([key, value]) => ({ key, value })).sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** The same facts as annotations at both levels: GHCR shows those of the index, clients read those of the manifest. */
export function imageAnnotations(labels: readonly Label[], levels: readonly string[] = ['manifest', 'index']): Label[] {
  return labels.map(({ key, value }) => ({ key: `${levels.join(',')}:${key}`, value }));
}

/** A line break in a description would begin a label that nobody wrote. */
function oneLine(text: string): string {
  return text.replaceAll(/\s*[\r\n]+\s*/g, ' ').trim();
}
