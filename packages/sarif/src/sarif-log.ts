import { createHash } from 'node:crypto';
import type { Log, Region, ReportingDescriptor, Result, Run } from 'sarif';
import { columnOf } from './columns.ts';
import { byGravity, type Finding, type Severity } from './finding.ts';
import { lineHashes } from './line-hash.ts';

export interface RunDescription {
  /** The tool that the alerts are shown under. */
  readonly tool: string;
  readonly version: string;
  readonly informationUri: string;
  /** Ends in `/`: everything before it is the category (GitHub docs, "SARIF support", automationDetails.id). */
  readonly category: string;
  /** The text of a file of the repository; undefined where it cannot be read. */
  readonly textOf: (file: string) => string | undefined;
}

/** What GitHub takes of one run; more rejects the whole file (GitHub docs, "SARIF support", limits). */
const limits = { results: 25_000, description: 1024, tags: 10, name: 255, message: 8000 } as const;
const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
};

/** One SARIF 2.1.0 log with one run. Findings beyond the limit are left out, the least grave first; the caller says so. */
export function sarifLog(findings: readonly Finding[], run: RunDescription): Log {
  const kept = [...findings].sort(byGravity).slice(0, limits.results);
  return { version: '2.1.0', $schema: 'https://json.schemastore.org/sarif-2.1.0.json', runs: [runOf(kept, run)] };
}

function runOf(findings: readonly Finding[], { tool, version, informationUri, category, textOf }: RunDescription): Run {
  const rules = [...Map.groupBy(findings, ({ rule }) => rule).values()].map(ruleOf);
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]));
  const texts = new Map<string, string>();
  const hashes = new Map<string, readonly string[]>();
  const contentOf = (file: string): string => remember(texts, file, () => textOf(file) ?? '');
  const fingerprint = (finding: Finding): string =>
    (finding.dependency
      ? undefined
      : remember(hashes, finding.file, () => lineHashes(contentOf(finding.file)))[finding.line - 1]) ??
    dependencyFingerprint(finding);
  return {
    tool: { driver: { name: tool, semanticVersion: version, informationUri, rules } },
    automationDetails: { id: category },
    results: findings.map((finding) =>
      resultOf(
        finding,
        indexOf.get(finding.rule) ?? 0,
        fingerprint(finding),
        finding.bytes ? contentOf(finding.file) : '',
      ),
    ),
    columnKind: 'utf16CodeUnits',
  };
}

function remember<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

/** Severity stands on the rule, so that of findings of one rule the gravest speaks. */
function ruleOf(findings: readonly Finding[]): ReportingDescriptor {
  const [worst] = [...findings].sort(byGravity);
  if (!worst) throw new Error('A rule has a finding.');
  const { rule, title, severity, score, cwe, helpUri, message } = worst;
  const tags = [
    'security',
    ...(cwe ? [`external/cwe/${cwe.toLowerCase().replace(/\d+/, (digits) => digits.padStart(3, '0'))}`] : []),
  ].slice(0, limits.tags);
  const short = (title || rule).slice(0, limits.description);
  return {
    id: rule,
    name: rule.slice(0, limits.name),
    shortDescription: { text: short },
    fullDescription: { text: short },
    help: { text: helpUri ? `${message}\n${helpUri}` : message },
    ...(helpUri && { helpUri }),
    defaultConfiguration: { level: levels[severity] },
    properties: { tags, 'security-severity': score.toFixed(1), precision: 'high' },
  };
}

function resultOf(finding: Finding, ruleIndex: number, fingerprint: string, text: string): Result {
  const { rule, message, severity, file, scanners } = finding;
  const uri = file.split('/').map(encodeURIComponent).join('/');
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[severity],
    message: { text: message.slice(0, limits.message) },
    locations: [{ physicalLocation: { artifactLocation: { uri }, region: regionOf(finding, text) } }],
    partialFingerprints: { primaryLocationLineHash: fingerprint },
    properties: { detectedBy: [...scanners] },
  };
}

function regionOf({ line, bytes }: Finding, text: string): Region {
  const content = text.split(/\r\n|\r|\n/)[line - 1];
  if (!bytes || content === undefined) return { startLine: line };
  const startColumn = columnOf(content, bytes.start);
  const endColumn = columnOf(content, bytes.end);
  return startColumn === undefined || endColumn === undefined
    ? { startLine: line }
    : { startLine: line, startColumn, endColumn };
}

/** Stays equal over edits of the file and over upgrades that stay vulnerable: the line and the version are not in it. */
function dependencyFingerprint({ rule, file, dependency }: Finding): string {
  const identity = `dependency:${rule}:${dependency?.package ?? ''}:${file}`;
  return `${createHash('sha256').update(identity).digest('hex').slice(0, 16)}:1`;
}
