export {
  byGravity,
  reaches,
  severities,
  severityOfScore,
  type Dependency,
  type Finding,
  type Severity,
} from './finding.ts';
export { lineHashes } from './line-hash.ts';
export { sarifProblems } from './problems.ts';
export { sarifLog, type RunDescription } from './sarif-log.ts';
export { uniteVulnerabilities } from './vulnerabilities.ts';
