import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { info, messageOf, type EventContext } from '@data-profiler-actions/action-kit';
import type { Inputs } from '../inputs.ts';
import { findRequirements } from '../findings/requirements.ts';
import { findConfinement, type Confinement } from '../running/confinement.ts';
import { watchProgress, type Progress } from '../running/progress.ts';
import { changedPaths, workspaceState } from '../running/workspace-state.ts';
import { obtainTool } from '../tools/obtain-tool.ts';
import { findPython, type Interpreter } from '../tools/python.ts';
import { failed, type ScannerName, type ScannerReport, type ScanRequest, type ScanResult } from './scanner.ts';
import { scanWithBandit } from './bandit.ts';
import { scanWithPipAudit } from './pip-audit.ts';
import { scanWithSafety } from './safety.ts';
import { scanWithSemgrep } from './semgrep.ts';
import { scanWithTrivy } from './trivy.ts';

const scanWith: Readonly<Record<ScannerName, (request: ScanRequest) => Promise<ScanResult>>> = {
  bandit: scanWithBandit,
  safety: scanWithSafety,
  'pip-audit': scanWithPipAudit,
  semgrep: scanWithSemgrep,
  trivy: scanWithTrivy,
};
/** The slowest begin first: they set the pace. */
const slowestFirst: readonly ScannerName[] = ['semgrep', 'safety', 'trivy', 'pip-audit', 'bandit'];

export interface Scans {
  readonly reports: readonly ScannerReport[];
  readonly confinement: Confinement;
  /** Files of the workspace that changed while scanners ran; looked for only where the kernel does not forbid it. */
  readonly changed: readonly string[];
}

/** What all scanners of a run share. */
interface Job {
  readonly inputs: Inputs;
  readonly event: EventContext;
  readonly signal: AbortSignal;
  readonly interpreter: Interpreter | undefined;
  readonly confinement: Confinement;
  readonly progress: Progress;
  readonly request: Pick<ScanRequest, 'folder' | 'prefix' | 'requirements'>;
  /** Milliseconds of the Unix epoch. */
  readonly deadline: number;
}

/** Obtains and runs all scanners at once; each ends in a report, whatever happens to it. */
export async function scanAll(inputs: Inputs, event: EventContext, signal: AbortSignal): Promise<Scans> {
  const deadline = Date.now() + inputs.timeoutMinutes * 60_000;
  const folder = join(event.workspace, inputs.workingDirectory);
  const prefix = inputs.workingDirectory === '.' || inputs.workingDirectory === '' ? '' : `${inputs.workingDirectory}/`;
  const requirements = findRequirements(folder, inputs.requirements);
  const wanted = slowestFirst.filter((scanner) => inputs.scanners.includes(scanner));
  const interpreter = await findPython(signal);
  const confinement = await findConfinement(interpreter?.command, signal);
  info(
    `Scanning with ${wanted.join(', ')}; requirements: ${requirements.map(({ file }) => file).join(', ') || 'none found'}`,
  );
  const before = confinement.landlock === 0 ? workspaceState(event.workspace) : new Map<string, string>();
  const progress = watchProgress();
  const request = { folder, prefix, requirements };
  const job: Job = { inputs, event, signal, interpreter, confinement, progress, request, deadline };
  const reports = await Promise.all(wanted.map((scanner) => scanOne(scanner, job)));
  progress.stop();
  const changed = confinement.landlock === 0 ? changedPaths(before, workspaceState(event.workspace)) : [];
  return { reports, confinement, changed };
}

async function scanOne(scanner: ScannerName, job: Job): Promise<ScannerReport> {
  const started = performance.now();
  const { version, result } = await obtainAndScan(scanner, job);
  job.progress.end(scanner);
  const seconds = (performance.now() - started) / 1000;
  const words = result.ok ? `${result.findings.length} findings` : `FAILED: ${result.reason}`;
  info(`${scanner} ${version}: ${words} after ${seconds.toFixed(1)} s`);
  return { scanner, version, seconds, result };
}

async function obtainAndScan(scanner: ScannerName, job: Job): Promise<{ version: string; result: ScanResult }> {
  const { inputs, event, signal, interpreter, confinement, progress } = job;
  const { workspace, temp, untrusted } = event;
  const home = join(process.env['RUNNER_TOOL_CACHE'] ?? temp, 'security-sarif');
  const timeoutMs = (): number => Math.max(1, job.deadline - Date.now());
  progress.begin(scanner, 'being obtained');
  const wanted = {
    policy: inputs.tools,
    home,
    workspace,
    temp,
    interpreter,
    untrusted,
    timeoutMs: timeoutMs(),
    signal,
  };
  const obtained = await obtainTool(scanner, wanted);
  if (!obtained.ok) return { version: '', result: failed('it could not be obtained', obtained.reason) };
  const { tool } = obtained;
  const scratch = join(temp, `security-sarif-${process.pid}`, scanner);
  mkdirSync(scratch, { recursive: true });
  progress.begin(scanner, 'scanning');
  info(`${scanner} ${tool.version} (${tool.origin}) begins`);
  const own = { tool, scratch, home, workspace, temp, untrusted, timeoutMs: timeoutMs() };
  const request: ScanRequest = { ...job.request, ...own, inputs, confinement, signal };
  const result = await scanWith[scanner](request).catch((thrown: unknown) =>
    failed('it could not be run or read', messageOf(thrown)),
  );
  return { version: tool.version, result };
}
