export { lineHashes } from './fingerprints/line-hash.ts';
export { newFindings } from './fingerprints/new-findings.ts';
export { sarifLog, type RunDescription } from './log/compose.ts';
export { cutTo } from './log/limits.ts';
export { packLog, type PackedLog, type PackLimits } from './log/pack.ts';
export {
  canonicalName,
  manifestKind,
  type Manifest,
  type ManifestKind,
  type Requirement,
} from './manifests/manifest.ts';
export { lineOfPackage, parseManifest } from './manifests/parse.ts';
export { byGravity, type Dependency, type Finding } from './model/finding.ts';
export {
  gradeOf,
  reaches,
  severities,
  severityOfScore,
  type Basis,
  type Grade,
  type Severity,
  type Testimony,
} from './model/severity.ts';
export { sarifProblems, sizeProblems } from './validate/sarif-problems.ts';
export type { Problem } from './validate/shape.ts';
export { canonicalId, idsIn } from './vulnerabilities/ids.ts';
export { isVulnerability, uniteVulnerabilities, type Vulnerability } from './vulnerabilities/unite.ts';
export { normalVersion } from './vulnerabilities/versions.ts';
