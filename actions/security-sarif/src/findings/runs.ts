import type { Finding } from '@data-profiler-actions/sarif';
import { uniteVulnerabilities } from '@data-profiler-actions/sarif';
import type { ScannerName, ScannerReport } from '../scanners/scanner.ts';

/** One SARIF run: what is uploaded together, under a category of its own. */
export interface PlannedRun {
  /** What alerts are shown under. */
  readonly tool: string;
  readonly version: string;
  readonly informationUri: string;
  /** Without the user's prefix; ends in `/`. */
  readonly category: string;
  readonly findings: readonly Finding[];
  /** Scanners that failed and feed this run: it is held back, for a partial run would close alerts that still stand. */
  readonly missing: readonly ScannerName[];
}

const ownRuns = [
  { scanner: 'bandit', tool: 'Bandit', informationUri: 'https://bandit.readthedocs.io' },
  { scanner: 'semgrep', tool: 'Semgrep', informationUri: 'https://semgrep.dev' },
  { scanner: 'trivy', tool: 'Trivy', informationUri: 'https://trivy.dev' },
] as const;
const auditors: readonly ScannerName[] = ['safety', 'pip-audit', 'trivy'];

/** One run each for Bandit, Semgrep and Trivy's own findings, and one for the dependencies that up to three scanners saw. */
export function planRuns(reports: readonly ScannerReport[]): PlannedRun[] {
  const findingsOf = (report: ScannerReport): readonly Finding[] => (report.result.ok ? report.result.findings : []);
  const own = ownRuns.flatMap(({ scanner, tool, informationUri }): PlannedRun[] => {
    const report = reports.find((each) => each.scanner === scanner);
    if (!report) return [];
    const findings = findingsOf(report).filter(({ dependency }) => dependency === undefined);
    return [
      {
        tool,
        version: report.version,
        informationUri,
        category: `${scanner}/`,
        findings,
        missing: report.result.ok ? [] : [scanner],
      },
    ];
  });
  const auditing = reports.filter(({ scanner }) => auditors.includes(scanner));
  if (auditing.length === 0) return own;
  const seen = auditing.flatMap(findingsOf).filter(({ dependency }) => dependency !== undefined);
  const missing = auditing.filter(({ result }) => !result.ok).map(({ scanner }) => scanner);
  const dependencies = {
    tool: 'Dependencies',
    version: '1.0.0',
    informationUri: 'https://github.com/advisories',
    category: 'dependencies/',
  };
  return [...own, { ...dependencies, findings: uniteVulnerabilities(seen), missing }];
}
