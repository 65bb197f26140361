import type { Finding } from '../model/finding.ts';
import { fingerprintOf, ownLineFingerprint, ownLineKey, sourceFiles } from './identity.ts';
import { readOnce } from './source-file.ts';

/** Marks of one alert, the most telling first: its line's own text, the uploader's hash, the line's number. Empty where unknown. */
interface Alert {
  readonly rule: string;
  readonly uri: string;
  readonly marks: readonly [text: string, hash: string, line: string];
}

/**
 * The findings that a SARIF log, as code scanning gives it back, does not have. Each alert of the log stands for one finding: those are paired whose lines are
 * equal, then those with equal hashes, then, where the log keeps no fingerprints, those on the same line.
 */
export function newFindings(
  findings: readonly Finding[],
  textOf: (file: string) => string | undefined,
  log: unknown,
): Finding[] {
  const known = alertsIn(log);
  const files = sourceFiles(findings, textOf);
  const open = new Map(
    findings.map((finding): [Finding, Alert] => {
      const file = files.get(finding.file) ?? readOnce(finding.file, () => '');
      const marks = [ownLineFingerprint(finding, file) ?? '', fingerprintOf(finding, file), `${finding.line}`] as const;
      return [finding, { rule: finding.rule, uri: file.uri, marks }];
    }),
  );
  const used = new Set<Alert>();
  for (const mark of [0, 1, 2] as const) pairBy(mark, open, known, used);
  return [...open.keys()];
}

/** Takes away from `open` what an unused alert stands for, by that mark. */
function pairBy(mark: 0 | 1 | 2, open: Map<Finding, Alert>, known: readonly Alert[], used: Set<Alert>): void {
  const keyOf = ({ rule, uri, marks }: Alert): string => JSON.stringify([rule, uri, marks[mark]]);
  const usable = known.filter((alert) => !used.has(alert) && alert.marks[mark] !== '');
  const byKey = Map.groupBy(usable, keyOf);
  for (const [finding, alert] of open) {
    const partner = alert.marks[mark] === '' ? undefined : byKey.get(keyOf(alert))?.shift();
    if (!partner) continue;
    used.add(partner);
    open.delete(finding);
  }
}

function alertsIn(log: unknown): Alert[] {
  return members(log, 'runs')
    .flatMap((run) => members(run, 'results'))
    .map((result) => {
      const place = member(members(result, 'locations')[0], 'physicalLocation');
      const fingerprints = member(result, 'partialFingerprints');
      const text = textIn(fingerprints, ownLineKey);
      const hash = textIn(fingerprints, 'primaryLocationLineHash');
      const line = member(member(place, 'region'), 'startLine');
      return {
        rule: textIn(result, 'ruleId') || textIn(member(result, 'rule'), 'id'),
        uri: textIn(member(place, 'artifactLocation'), 'uri'),
        marks: [text, hash, text === '' && hash === '' ? String(line) : ''],
      };
    });
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function textIn(value: unknown, name: string): string {
  const found = member(value, name);
  return typeof found === 'string' ? found : '';
}

function members(value: unknown, name: string): unknown[] {
  const found = member(value, name);
  return Array.isArray(found) ? found : [];
}
