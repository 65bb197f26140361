import type { KeyValue, Mistake } from '@data-profiler-actions/action-kit';

export type AnnotationLevel = 'index' | 'manifest';

/** Where an annotation goes and under which key; one that names no level goes on the index. */
export function readAnnotation({ key, value }: KeyValue): KeyValue & { readonly level: AnnotationLevel } {
  const [, level = 'index', name = key] = /^(index|manifest):(.*)$/.exec(key) ?? [];
  return { level: level === 'manifest' ? level : 'index', key: name, value };
}

/** Levels as Buildx writes them (docs.docker.com/build/metadata/annotations), which here would silently become keys. */
const foreign = /^((?:index|manifest)(?:-descriptor)?(?:\[[^\]]*\])?(?:,|:))+/;

export function annotationMistakes(annotations: readonly KeyValue[]): Mistake[] {
  return annotations.flatMap((annotation) => {
    const { key, value } = annotation;
    const read = readAnnotation(annotation).key;
    if (read !== '' && !foreign.test(read)) return [];
    const rule =
      'a key has before it "index:", "manifest:" (of every platform) or nothing, and one line is for one level';
    return [{ input: 'annotations', problem: `holds "${key}=${value}"; ${rule}` }];
  });
}
