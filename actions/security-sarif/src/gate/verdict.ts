import type { Verdict } from '@data-profiler-actions/action-kit';
import { byGravity, reaches, type Finding, type Severity } from '@data-profiler-actions/sarif';
import type { ScannerReport } from '../scanners/scanner.ts';
import type { UploadOutcome } from '../upload/upload.ts';

export type Result = 'clean' | 'findings' | 'scanner-error';

/** A scanner that could not do its work comes first: what it would have found is unknown. */
export function resultOf(reports: readonly ScannerReport[], open: readonly Finding[]): Result {
  if (reports.some(({ result }) => !result.ok)) return 'scanner-error';
  return open.length > 0 ? 'findings' : 'clean';
}

/** Green, or red with every reason. Fails closed: no proof is red. */
export function judge(
  reports: readonly ScannerReport[],
  open: readonly Finding[],
  failOn: Severity | 'none',
  upload: UploadOutcome,
): Verdict {
  const broken = reports.flatMap(({ scanner, result }) =>
    result.ok ? [] : [`${scanner} could not do its work: ${result.reason}`],
  );
  const grave = failOn === 'none' ? [] : open.filter(({ severity }) => reaches(severity, failOn)).sort(byGravity);
  const reasons = [
    ...broken,
    ...(grave.length > 0
      ? [
          `${grave.length} ${grave.length === 1 ? 'finding is' : 'findings are'} ${failOn} or worse: ${grave
            .slice(0, 3)
            .map(({ rule, file, line }) => `${rule} at ${file}:${line}`)
            .join(', ')}`,
        ]
      : []),
    ...(upload.kind === 'failed' ? [`the upload to code scanning failed: ${upload.reason}`] : []),
  ];
  return reasons.length === 0 ? { ok: true } : { ok: false, reason: reasons.join('\n') };
}
