export { defaultTags, type DefaultTags, type MadeTag, type TagSubject } from './default-tags.ts';
export { imageAnnotations, imageLabels, type ImageFacts, type Label } from './labels.ts';
export { legalTag, type LegalTag } from './legal-tag.ts';
export { parseVersion, type Version } from './version.ts';
