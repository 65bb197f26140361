import { isVulnerability, uniteVulnerabilities, type Finding } from '@data-profiler-actions/sarif';
import type { Inputs } from '../inputs.ts';
import type { ScannerName, ScannerReport } from '../scanners/scanner.ts';

/** One SARIF run: what is uploaded together, under a category of its own. */
export interface PlannedRun {
  /** What alerts are shown under. */
  readonly tool: string;
  readonly version: string;
  readonly informationUri: string;
  /** Without the user's prefix; ends in `/`. */
  readonly category: string;
  /** Open and hidden ones. */
  readonly findings: readonly Finding[];
  /** Scanners that failed and feed this run: it is held back, for a partial run would close alerts that still stand. */
  readonly missing: readonly ScannerName[];
}

type TrivyScanners = Inputs['trivyScanners'];

const ownRuns = [
  { scanner: 'bandit', tool: 'Bandit', informationUri: 'https://bandit.readthedocs.io' },
  { scanner: 'semgrep', tool: 'Semgrep', informationUri: 'https://semgrep.dev' },
  { scanner: 'trivy', tool: 'Trivy', informationUri: 'https://trivy.dev' },
] as const;
const dependencies = {
  tool: 'Dependencies',
  version: '1.0.0',
  informationUri: 'https://github.com/advisories',
  category: 'dependencies/',
};

/**
 * One run each for Bandit, Semgrep and Trivy's own findings, and one for the dependencies that up to three scanners saw. Each has a category that never changes.
 * There is no run for what nobody was asked to look for: an empty one would close alerts that still stand.
 */
export function planRuns(reports: readonly ScannerReport[], trivyScanners: TrivyScanners): PlannedRun[] {
  const own = ownRuns.flatMap(({ scanner, tool, informationUri }): PlannedRun[] => {
    const report = reports.find((each) => each.scanner === scanner);
    if (!report || (scanner === 'trivy' && !looksAtFiles(trivyScanners))) return [];
    const findings = seenBy(report).filter((finding) => !isVulnerability(finding));
    const missing = report.result.ok ? [] : [scanner];
    return [{ tool, version: report.version, informationUri, category: `${scanner}/`, findings, missing }];
  });
  const auditing = reports.filter(({ scanner }) => isAuditor(scanner, trivyScanners));
  if (auditing.length === 0) return own;
  const seen = auditing.flatMap((report) => [...seenBy(report), ...suppressedBy(report)]).filter(isVulnerability);
  const missing = auditing.filter(({ result }) => !result.ok).map(({ scanner }) => scanner);
  return [...own, { ...dependencies, findings: uniteVulnerabilities(seen), missing }];
}

const seenBy = ({ result }: ScannerReport): readonly Finding[] => (result.ok ? result.findings : []);
const suppressedBy = ({ result }: ScannerReport): readonly Finding[] =>
  result.ok ? (result.suppressed ?? []).map(({ finding }) => finding) : [];

const looksAtFiles = (trivyScanners: TrivyScanners): boolean => trivyScanners.some((each) => each !== 'vuln');

function isAuditor(scanner: ScannerName, trivyScanners: TrivyScanners): boolean {
  return scanner === 'trivy' ? trivyScanners.includes('vuln') : scanner === 'safety' || scanner === 'pip-audit';
}
