import type { Log, Region, Result } from 'sarif';
import { fingerprintOf, ownLineFingerprint, ownLineKey, sourceFiles } from '../fingerprints/identity.ts';
import type { SourceFile } from '../fingerprints/source-file.ts';
import { byGravity, type Finding } from '../model/finding.ts';
import { columnOf } from './columns.ts';
import { cutTo, hardLimits, ownLimits } from './limits.ts';
import { levels, ruleOf, type Help } from './rules.ts';

export interface RunDescription {
  /** The tool that the alerts are shown under. */
  readonly tool: string;
  readonly version: string;
  readonly informationUri: string;
  /** Ends in `/`: everything before it is the category (GitHub docs, "SARIF support", automationDetails.id). */
  readonly category: string;
  /** The text of a file of the repository; undefined where it cannot be read. */
  readonly textOf: (file: string) => string | undefined;
  readonly help?: Help;
}

/** One SARIF 2.1.0 log with one run. Findings beyond the limit are left out, the least grave first; the caller says so. */
export function sarifLog(findings: readonly Finding[], run: RunDescription): Log {
  const kept = [...findings].sort(byGravity).slice(0, hardLimits.results);
  const { tool, version, informationUri, category, help = 'full' } = run;
  const rules = [...Map.groupBy(kept, ({ rule }) => rule).values()].map((each) => ruleOf(each, help));
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]));
  const files = sourceFiles(kept, run.textOf);
  const results = kept.map((finding) => {
    const file = files.get(finding.file);
    if (!file) throw new Error('Every finding has a file.');
    return resultOf(finding, indexOf.get(finding.rule) ?? 0, file);
  });
  return {
    version: '2.1.0',
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    runs: [
      {
        tool: { driver: { name: tool, semanticVersion: version, informationUri, rules } },
        automationDetails: { id: category },
        results,
        columnKind: 'utf16CodeUnits',
      },
    ],
  };
}

function resultOf(finding: Finding, ruleIndex: number, file: SourceFile): Result {
  const { rule, message, severity, scanners } = finding;
  const ownLine = ownLineFingerprint(finding, file);
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[severity],
    message: { text: cutTo(message || rule, ownLimits.message) },
    locations: [{ physicalLocation: { artifactLocation: { uri: file.uri }, region: regionOf(finding, file) } }],
    partialFingerprints: {
      primaryLocationLineHash: fingerprintOf(finding, file),
      ...(ownLine !== undefined && { [ownLineKey]: ownLine }),
    },
    properties: { detectedBy: [...scanners] },
  };
}

function regionOf({ line, bytes }: Finding, file: SourceFile): Region {
  const content = bytes && file.lines()[line - 1];
  if (!bytes || content === undefined) return { startLine: line };
  const startColumn = columnOf(content, bytes.start);
  const endColumn = columnOf(content, bytes.end);
  return startColumn === undefined || endColumn === undefined || endColumn <= startColumn
    ? { startLine: line }
    : { startLine: line, startColumn, endColumn };
}
