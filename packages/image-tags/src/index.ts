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
export { legalTag, type LegalTag } from './legal-tag.ts';
export { branchesSharing } from './shared-branch.ts';
export { commitDate, sourceFacts, type SourceEvent } from './source-facts.ts';
export { applyRules, type RuledTag, type RuledTags, type SilentRule } from './rules/apply-rules.ts';
export { flavoredDefaults } from './rules/default-flavor.ts';
export { defaultTags, noDefaultTag, type ChosenTag, type RefFacts } from './rules/default-tags.ts';
export { parseFlavor, plainFlavor, type Flavor } from './rules/flavor.ts';
export { parseRules, type TagRule } from './rules/rule-syntax.ts';
export { type Release } from './rules/rule-result.ts';
export { templateFacts, type RuleFacts } from './rules/run-facts.ts';
export { sourceLines, type LineProblem, type SourceLine } from './rules/source-lines.ts';
export { renderTemplate, templateProblems } from './templates/template.ts';
export { incomparableRelease, newerRelease, releasesAmong, type ReleaseNames } from './versions/older-release.ts';
export { isReleaseTag, parseVersion, type Version } from './versions/version.ts';
