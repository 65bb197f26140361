import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { counted, info, messageOf, UserError, type EventContext } from '@data-profiler-actions/action-kit';
import type { Inputs } from '../inputs.ts';
import type { Confinement } from '../running/confinement.ts';
import type { Progress } from '../running/progress.ts';
import type { Settings } from '../settings/settings.ts';
import { obtainTool } from '../tools/obtain-tool.ts';
import type { Interpreter } from '../tools/python.ts';
import type { Tool } from '../tools/tool.ts';
import { failed, type ScannerName, type ScannerReport, type ScanRequest, type ScanResult } from './scanner.ts';
import { scanWithBandit } from './bandit.ts';
import { scanWithPipAudit } from './pip-audit.ts';
import { scanWithSafety } from './safety.ts';
import { scanWithSemgrep } from './semgrep.ts';
import { scanWithTrivy } from './trivy-scan.ts';

const scanWith: Readonly<Record<ScannerName, (request: ScanRequest) => Promise<ScanResult>>> = {
  bandit: scanWithBandit,
  safety: scanWithSafety,
  'pip-audit': scanWithPipAudit,
  semgrep: scanWithSemgrep,
  trivy: scanWithTrivy,
};

/** What all scanners of a run share. */
export interface ScanJob {
  readonly inputs: Inputs;
  readonly event: EventContext;
  readonly signal: AbortSignal;
  readonly interpreter: Interpreter | undefined;
  readonly confinement: Confinement;
  readonly settings: Settings;
  readonly progress: Progress;
  readonly place: Pick<ScanRequest, 'folder' | 'prefix' | 'requirements'>;
  /** Milliseconds of the Unix epoch. */
  readonly deadline: number;
}

/** Obtains and runs one scanner; it ends in a report, whatever happens to it. */
export async function scanOne(scanner: ScannerName, job: ScanJob): Promise<ScannerReport> {
  const started = performance.now();
  job.progress.begin(scanner, 'being obtained');
  const tool = await toolFor(scanner, job);
  const result = tool.ok ? await scan(scanner, tool.tool, job) : failed('it could not be obtained', tool.reason);
  job.progress.end(scanner);
  const version = tool.ok ? tool.tool.version : '';
  const seconds = (performance.now() - started) / 1000;
  const words = result.ok ? counted(result.findings.length, 'finding') : `FAILED: ${result.reason}`;
  info(`${scanner} ${version}: ${words} after ${seconds.toFixed(1)} s`);
  return { scanner, version, seconds, result };
}

const homeOf = ({ temp }: EventContext): string => join(process.env['RUNNER_TOOL_CACHE'] ?? temp, 'security-sarif');
const timeLeft = ({ deadline }: ScanJob): number => Math.max(1, deadline - Date.now());

function toolFor(scanner: ScannerName, job: ScanJob): ReturnType<typeof obtainTool> {
  const { inputs, event, signal, interpreter } = job;
  const { workspace, temp, untrusted } = event;
  const where = { home: homeOf(event), workspace, temp };
  const limits = { timeoutMs: timeLeft(job), signal };
  return obtainTool(scanner, { policy: inputs.tools, interpreter, untrusted, ...where, ...limits });
}

async function scan(scanner: ScannerName, tool: Tool, job: ScanJob): Promise<ScanResult> {
  const { inputs, event, signal, confinement, settings } = job;
  const { workspace, temp, untrusted } = event;
  const scratch = join(temp, `security-sarif-${process.pid}`, scanner);
  mkdirSync(scratch, { recursive: true });
  job.progress.begin(scanner, 'scanning');
  info(`${scanner} ${tool.version} (${tool.origin}) begins`);
  const where = { ...job.place, scratch, workspace, temp, home: homeOf(event), actor: event.actor };
  const how = { tool, settings, confinement, untrusted, timeoutMs: timeLeft(job), signal };
  try {
    return refuseStrangers(await scanWith[scanner]({ inputs, ...where, ...how }), workspace);
  } catch (thrown) {
    return thrown instanceof UserError
      ? failed(thrown.message)
      : failed('it could not be run or read', messageOf(thrown));
  }
}

/** A report about files that are not here is the report of another project. */
function refuseStrangers(result: ScanResult, workspace: string): ScanResult {
  if (!result.ok) return result;
  const { findings, elsewhere = [] } = result;
  const places = new Set(findings.map(({ file }) => file));
  const strangers = [...places].filter((file) => !elsewhere.includes(file) && !existsSync(join(workspace, file)));
  return strangers.length === 0 ? result : failed('it reports on files that are not here', strangers.join('\n'));
}
