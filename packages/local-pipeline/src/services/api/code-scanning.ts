import { objectOf, objectsIn, textOf, type JsonObject } from '@data-profiler-actions/action-kit';
import { categoryOf, toolOf } from './sarif-rules.ts';

/** An open code scanning alert, folded from the latest upload of each tool and category. */
export interface Alert {
  readonly number: number;
  readonly tool: string;
  readonly rule: string;
  readonly file: string;
  /** First line, from 1; 1 where the result names none. */
  readonly line: number;
  /** critical, high, medium or low; without a security severity the result's level: error, warning or note. */
  readonly severity: string;
  readonly message: string;
}

/** One accepted SARIF delivery. */
export interface Upload {
  readonly id: string;
  readonly ref: string;
  readonly commit: string;
  /** The SARIF document as sent. */
  readonly sarif: unknown;
}

/** One run of an upload: tool and category identify what a later upload replaces. */
export interface Analysis {
  readonly uploadId: string;
  readonly ref: string;
  readonly commit: string;
  readonly tool: string;
  readonly category: string;
  readonly run: JsonObject;
}

export const analysesOf = (uploads: readonly Upload[]): readonly Analysis[] =>
  uploads.flatMap(({ id, ref, commit, sarif }) =>
    objectsIn(objectOf(sarif)['runs']).map((run) => ({
      uploadId: id,
      ref,
      commit,
      tool: toolOf(run),
      category: categoryOf(run),
      run,
    })),
  );

/** Open alerts of a ref: of each tool and category only the newest analysis counts; the same finding in two categories is one alert. */
export function foldAlerts(uploads: readonly Upload[], ref?: string): readonly Alert[] {
  const latest = new Map<string, Analysis>();
  for (const analysis of analysesOf(uploads)) {
    if (ref === undefined || analysis.ref === ref)
      latest.set(JSON.stringify([analysis.ref, analysis.tool, analysis.category]), analysis);
  }
  const alerts = new Map<string, Omit<Alert, 'number'>>();
  for (const { run, tool } of latest.values()) {
    for (const result of objectsIn(run['results'])) {
      if (objectsIn(result['suppressions']).length > 0) continue;
      const alert = alertOf(run, tool, result);
      const fingerprint =
        textOf(objectOf(result['partialFingerprints'])['primaryLocationLineHash']) || String(alert.line);
      alerts.set(JSON.stringify([tool, alert.rule, alert.file, fingerprint]), alert);
    }
  }
  return [...alerts.values()].map((alert, place) => ({ number: place + 1, ...alert }));
}

function alertOf(run: JsonObject, tool: string, result: JsonObject): Omit<Alert, 'number'> {
  const rules = objectsIn(objectOf(objectOf(run['tool'])['driver'])['rules']);
  const index = result['ruleIndex'];
  const rule =
    rules.find(({ id }) => id === result['ruleId']) ?? (typeof index === 'number' ? rules[index] : undefined);
  const physical = objectOf(objectsIn(result['locations'])[0]?.['physicalLocation']);
  const line = objectOf(physical['region'])['startLine'];
  return {
    tool,
    rule: textOf(result['ruleId']) || textOf(rule?.['id']),
    file: textOf(objectOf(physical['artifactLocation'])['uri']),
    line: typeof line === 'number' ? line : 1,
    severity: severityOf(result, rule),
    message: textOf(objectOf(result['message'])['text']),
  };
}

function severityOf(result: JsonObject, rule: JsonObject | undefined): string {
  const score = Number(textOf(objectOf(rule?.['properties'])['security-severity']) || Number.NaN);
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  if (score > 0) return 'low';
  return textOf(result['level']) || textOf(objectOf(rule?.['defaultConfiguration'])['level']) || 'warning';
}
