export { flavoredDefaults } from './default-flavor.ts';
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
export { applyRules, type RuledTag, type RuledTags } from './apply-rules.ts';
export { parseFlavor, plainFlavor, type Flavor } from './flavor.ts';
export { newerRelease, releasesAmong } from './older-release.ts';
export { parseRules, type RuleProblem, type TagRule } from './rule-syntax.ts';
export { templateFacts, type RuleFacts } from './rule-values.ts';
export { commitDate, sourceFacts, type SourceEvent } from './source-facts.ts';
export { renderTemplate } from './template.ts';
