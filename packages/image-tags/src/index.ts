export { defaultTags, type ChosenTag, type RefFacts } from './default-tags.ts';
export {
  annotationLevels,
  annotationLines,
  defaultLabels,
  labelLine,
  overrideLabels,
  type AnnotationLevel,
  type Label,
  type SourceFacts,
} from './labels.ts';
export { legalTag, shortHash, type LegalTag } from './legal-tag.ts';
export { parseVersion, type Version } from './version.ts';
