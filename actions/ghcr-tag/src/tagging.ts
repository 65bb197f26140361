import {
  defaultTags,
  imageAnnotations,
  imageLabels,
  type Label,
  type MadeTag,
  type TagSubject,
} from '@data-profiler-actions/image-tags';

/** What is known of the repository, for labels. */
export interface RepositoryFacts {
  readonly name: string;
  readonly description: string;
  readonly url: string;
  readonly licenses: string;
}

export interface TaggingRequest {
  readonly subject: TagSubject;
  readonly images: readonly string[];
  readonly repository: RepositoryFacts;
  /** ISO 8601. */
  readonly created: string;
  readonly latest: 'auto' | 'true' | 'false';
  readonly ownLabels: readonly Label[];
  readonly ownAnnotations: readonly Label[];
}

export interface Tagging {
  readonly version: string;
  readonly images: readonly string[];
  readonly tags: readonly MadeTag[];
  readonly notMade: readonly string[];
  readonly names: readonly string[];
  readonly references: readonly string[];
  readonly labels: readonly Label[];
  readonly annotations: readonly Label[];
}

/** Decides everything that the action says, from plain data. */
export function decideTagging(request: TaggingRequest): Tagging {
  const { subject, repository } = request;
  const byRules = defaultTags(subject);
  const tags = withLatest(byRules.tags, request.latest);
  const names = tags.map(({ name }) => name);
  const version = names[0] ?? '';
  const facts = {
    title: repository.name,
    description: repository.description,
    url: repository.url,
    licenses: repository.licenses,
    version,
    created: request.created,
    revision: subject.sha,
  };
  const images = [...new Set(request.images.map((image) => image.toLowerCase()))];
  return {
    version,
    images,
    tags,
    notMade: byRules.notMade,
    names,
    references: images.flatMap((image) => names.map((name) => `${image}:${name}`)),
    labels: imageLabels(facts, request.ownLabels),
    annotations: imageAnnotations(imageLabels(facts, request.ownAnnotations)),
  };
}

function withLatest(tags: readonly MadeTag[], latest: TaggingRequest['latest']): readonly MadeTag[] {
  const others = tags.filter(({ name }) => name !== 'latest');
  if (latest === 'auto') return tags;
  return latest === 'false'
    ? others
    : [...others, { name: 'latest', rule: 'latest', why: 'the input latest is true', change: '' }];
}
