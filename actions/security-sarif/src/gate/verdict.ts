import type { Verdict } from '@data-profiler-actions/action-kit';
import { byGravity, reaches, type Finding, type Severity } from '@data-profiler-actions/sarif';
import type { ScannerReport } from '../scanners/scanner.ts';
import type { UploadOutcome } from '../upload/upload.ts';

export type Result = 'clean' | 'findings' | 'scanner-error';

/** What is found is found, also where a scanner failed beside it; without findings a scanner that could not do its work proves nothing. */
export function resultOf(reports: readonly ScannerReport[], open: readonly Finding[]): Result {
  if (open.length > 0) return 'findings';
  return reports.some(({ result }) => !result.ok) ? 'scanner-error' : 'clean';
}

export interface Gate {
  readonly failOn: Severity | 'none';
  /** The findings that count: all open ones, or the new ones among them. */
  readonly counted: readonly Finding[];
  readonly newOnly: boolean;
}

/** Green, or red with every reason. Fails closed: no proof is red. */
export function judge(reports: readonly ScannerReport[], gate: Gate, upload: UploadOutcome): Verdict {
  const broken = reports.flatMap(({ scanner, result }) =>
    result.ok ? [] : [`${scanner} could not do its work: ${result.reason}`],
  );
  const failed = upload.kind === 'failed' ? [`the upload to code scanning failed: ${upload.reason}`] : [];
  const reasons = [...broken, ...graveReasons(gate), ...failed];
  return reasons.length === 0 ? { ok: true } : { ok: false, reason: reasons.join('\n') };
}

const named = 3;

function graveReasons({ failOn, counted, newOnly }: Gate): string[] {
  if (failOn === 'none') return [];
  const grave = counted.filter(({ severity }) => reaches(severity, failOn)).sort(byGravity);
  if (grave.length === 0) return [];
  const what = `${newOnly ? 'new ' : ''}${grave.length === 1 ? 'finding is' : 'findings are'}`;
  const orWorse = failOn === 'critical' ? 'critical' : `${failOn} or worse`;
  const places = grave.slice(0, named).map(({ rule, file, line }) => `${rule} at ${file}:${line}`);
  const more = grave.length > named ? `, and ${grave.length - named} more` : '';
  return [`${grave.length} ${what} ${orWorse}: ${places.join(', ')}${more}`];
}
