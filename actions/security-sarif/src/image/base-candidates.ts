import { objectOf, objectsIn, textOf, type JsonObject } from '@data-profiler-actions/action-kit';
import { imagesOf, readBlob, type Layout } from './layout.ts';

/** Where a name of a base image was read. */
export interface BaseCandidate {
  /** A reference with a digest wherever one is known. */
  readonly reference: string;
  readonly platform: string;
}

const baseName = 'org.opencontainers.image.base.name';
const baseDigest = 'org.opencontainers.image.base.digest';

/** The images that annotations, labels and provenance name as what this one was made from; those of other build stages among them. */
export function candidatesIn(layout: Layout): BaseCandidate[] {
  const named = imagesOf(layout).flatMap(({ descriptor, manifest, platform }) => {
    const document = json(layout, descriptor.digest);
    const config = json(layout, manifest.config.digest);
    const marks = [descriptor.annotations ?? {}, objectOf(document['annotations'])];
    const labels = objectOf(objectOf(config['config'])['Labels']);
    return [...marks, labels].flatMap((each) => markedBase(objectOf(each), platform));
  });
  return distinct([...named, ...layout.roots.flatMap(({ digest }) => provenanceIn(layout, digest))]);
}

function markedBase(marks: JsonObject, platform: string): BaseCandidate[] {
  const [name, digest] = [textOf(marks[baseName]), textOf(marks[baseDigest])];
  return name === '' ? [] : [{ reference: digest === '' ? name : `${withoutTag(name)}@${digest}`, platform }];
}

/** BuildKit's provenance (SLSA 0.2 and 1) names every image that a stage began with, by digest. */
function provenanceIn(layout: Layout, digest: string): BaseCandidate[] {
  const root = json(layout, digest);
  const attestations = objectsIn(root['manifests']).filter(
    (each) => textOf(objectOf(each['annotations'])['vnd.docker.reference.type']) === 'attestation-manifest',
  );
  return attestations.flatMap((attestation) =>
    objectsIn(json(layout, textOf(attestation['digest']))['layers'])
      .filter((layer) =>
        textOf(objectOf(layer['annotations'])['in-toto.io/predicate-type']).includes('slsa.dev/provenance'),
      )
      .flatMap((layer) => materialsOf(json(layout, textOf(layer['digest'])))),
  );
}

function materialsOf(statement: JsonObject): BaseCandidate[] {
  const predicate = objectOf(statement['predicate']);
  const materials = [
    ...objectsIn(predicate['materials']),
    ...objectsIn(objectOf(predicate['buildDefinition'])['resolvedDependencies']),
  ];
  return materials.flatMap((material) => {
    const [, path = '', query = ''] = /^pkg:docker\/([^?]+)\??(.*)$/.exec(textOf(material['uri'])) ?? [];
    const sha256 = textOf(objectOf(material['digest'])['sha256']);
    if (path === '' || sha256 === '') return [];
    const name = decodeURIComponent(path).replace(/@[^@]*$/, '');
    return [{ reference: `${name}@sha256:${sha256}`, platform: new URLSearchParams(query).get('platform') ?? '' }];
  });
}

const withoutTag = (name: string): string => name.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
const distinct = (candidates: readonly BaseCandidate[]): BaseCandidate[] => [
  ...new Map(candidates.map((each) => [JSON.stringify(each), each])).values(),
];

function json(layout: Layout, digest: string): JsonObject {
  try {
    return objectOf(JSON.parse(readBlob(layout, digest).toString('utf8')));
  } catch {
    // A layout may leave out what its index only mentions.
    return {};
  }
}
