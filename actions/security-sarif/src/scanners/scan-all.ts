import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { info, messageOf, type EventContext } from '@data-profiler-actions/action-kit';
import type { Inputs } from '../inputs.ts';
import { findRequirements } from '../findings/requirements.ts';
import { failed, type ScannerName, type ScannerReport, type ScanRequest, type ScanResult } from './scanner.ts';
import { scanWithBandit } from './bandit.ts';
import { scanWithPipAudit } from './pip-audit.ts';
import { scanWithSafety } from './safety.ts';
import { scanWithSemgrep } from './semgrep.ts';
import { scanWithTrivy } from './trivy.ts';
import { obtainTool } from '../tools/obtain-tool.ts';

const scanWith: Readonly<Record<ScannerName, (request: ScanRequest) => Promise<ScanResult>>> = {
  bandit: scanWithBandit,
  safety: scanWithSafety,
  'pip-audit': scanWithPipAudit,
  semgrep: scanWithSemgrep,
  trivy: scanWithTrivy,
};
/** The slowest begin first: they set the pace. */
const slowestFirst: readonly ScannerName[] = ['semgrep', 'safety', 'trivy', 'pip-audit', 'bandit'];

/** Obtains and runs all scanners at once; each ends in a report, whatever happens to it. */
export async function scanAll(inputs: Inputs, event: EventContext, signal: AbortSignal): Promise<ScannerReport[]> {
  const folder = join(event.workspace, inputs.workingDirectory);
  const prefix = inputs.workingDirectory === '.' || inputs.workingDirectory === '' ? '' : `${inputs.workingDirectory}/`;
  const requirements = findRequirements(folder, inputs.requirements);
  const home = join(process.env['RUNNER_TOOL_CACHE'] ?? event.temp, 'security-sarif');
  const deadline = Date.now() + inputs.timeoutMinutes * 60_000;
  const wanted = slowestFirst.filter((scanner) => inputs.scanners.includes(scanner));
  info(
    `Scanning with ${wanted.join(', ')}; requirements: ${requirements.map(({ file }) => file).join(', ') || 'none found'}`,
  );
  return Promise.all(wanted.map((scanner) => scanOne(scanner)));

  async function scanOne(scanner: ScannerName): Promise<ScannerReport> {
    const started = performance.now();
    const obtained = await obtainTool(scanner, home, signal);
    const report = (version: string, result: ScanResult): ScannerReport => ({
      scanner,
      version,
      seconds: (performance.now() - started) / 1000,
      result,
    });
    if (!obtained.ok) return report('', failed('it could not be installed', obtained.reason));
    const scratch = join(event.temp, `security-sarif-${process.pid}`, scanner);
    mkdirSync(scratch, { recursive: true });
    const { program, version } = obtained.tool;
    const timeoutMs = Math.max(1, deadline - Date.now());
    const ended = report(
      version,
      await scanWith[scanner]({ inputs, folder, prefix, requirements, program, scratch, timeoutMs, signal }).catch(
        (thrown: unknown) => failed('it could not be run or read', messageOf(thrown)),
      ),
    );
    const words = ended.result.ok ? `${ended.result.findings.length} findings` : `FAILED: ${ended.result.reason}`;
    info(`${scanner} ${version}: ${words} after ${ended.seconds.toFixed(1)} s`);
    return ended;
  }
}
