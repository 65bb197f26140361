/** One run of ours, in a process of its own so that its memory can be told: `ours.ts FOLDER`. Prints JSON. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeFindings } from '../../../actions/security-sarif/src/findings/judge.ts';
import { findRequirements } from '../../../actions/security-sarif/src/findings/requirements.ts';
import { planRuns } from '../../../actions/security-sarif/src/findings/runs.ts';
import { boundYoungGeneration } from '../../../actions/security-sarif/src/memory.ts';
import { readBandit } from '../../../actions/security-sarif/src/scanners/bandit.ts';
import { readPipAudit } from '../../../actions/security-sarif/src/scanners/pip-audit.ts';
import type { ScannerName, ScannerReport, ScanResult } from '../../../actions/security-sarif/src/scanners/scanner.ts';
import { readSemgrep } from '../../../actions/security-sarif/src/scanners/semgrep.ts';
import { readTrivy, type TrivyContext } from '../../../actions/security-sarif/src/scanners/trivy.ts';
import { sarifLogs } from '../../../actions/security-sarif/src/upload/sarif-logs.ts';
import { readReport } from '../../../actions/security-sarif/src/scanners/read-report.ts';

const [folder = ''] = process.argv.slice(2);
const seconds = (since: number): number => (performance.now() - since) / 1000;
const report = (scanner: ScannerName, result: ScanResult): ScannerReport => ({
  scanner,
  version: '1.0.0',
  seconds: 1,
  result,
});
const read = (name: string): ReturnType<typeof readReport> => readReport(join(folder, name));

boundYoungGeneration();
const began = performance.now();
const requirements = findRequirements(folder, []);
const original = requirements[0] ?? { file: '', requirements: [] };
const pinned = { original, file: '', count: original.requirements.length, unpinned: [] };
const inputs: TrivyContext['inputs'] = { trivyScanners: ['vuln'] };
const runs = planRuns(
  [
    report('bandit', readBandit(read('bandit.json'), '')),
    report('semgrep', readSemgrep(read('semgrep.json'), '')),
    report('trivy', readTrivy(read('trivy.json'), { requirements, prefix: '', inputs })),
    report('pip-audit', readPipAudit(read('pip-audit.json'), pinned, '')),
  ],
  ['vuln'],
);
const all = runs.flatMap(({ findings }) => findings);
const { open } = judgeFindings(all, [], [], '2026-01-01');
const normalised = seconds(began);
const logs = sarifLogs(runs, open, '', folder);
const whole = seconds(began);
const problems = logs.flatMap((log) => log.problems);
mkdirSync(join(folder, 'sarif'), { recursive: true });
for (const { name, text } of logs) writeFileSync(join(folder, 'sarif', name), text);
console.log(
  JSON.stringify({
    findings: open.length,
    problems,
    normalised,
    whole,
    gzipBytes: logs.reduce((sum, { gzip }) => sum + gzip.length, 0),
  }),
);
