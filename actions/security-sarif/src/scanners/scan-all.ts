import { join } from 'node:path';
import { info, type EventContext } from '@data-profiler-actions/action-kit';
import type { Inputs } from '../inputs.ts';
import { findRequirements } from '../findings/requirements.ts';
import { findConfinement, type Confinement } from '../running/confinement.ts';
import { watchProgress } from '../running/progress.ts';
import { changedPaths, workspaceState } from '../running/workspace-state.ts';
import { chooseSettings } from '../settings/choose-settings.ts';
import { findPython } from '../tools/python.ts';
import { scanOne, type ScanJob } from './scan-one.ts';
import type { ScannerName, ScannerReport } from './scanner.ts';

/** The slowest begin first: they set the pace. */
const slowestFirst: readonly ScannerName[] = ['semgrep', 'safety', 'trivy', 'pip-audit', 'bandit'];

export interface Scans {
  readonly reports: readonly ScannerReport[];
  readonly confinement: Confinement;
  /** Files of the workspace that changed while scanners ran; looked for only where the kernel does not forbid it. */
  readonly changed: readonly string[];
  /** What of an untrusted pull request's settings was not followed. */
  readonly notices: readonly string[];
}

/** Runs all scanners at once, each with the time that is left of `timeout-minutes`. */
export async function scanAll(inputs: Inputs, event: EventContext, signal: AbortSignal): Promise<Scans> {
  const job = await prepare(inputs, event, signal);
  const { confinement, settings, place, progress } = job;
  const wanted = slowestFirst.filter((scanner) => inputs.scanners.includes(scanner));
  const files = place.requirements.map(({ file }) => file).join(', ') || 'none found';
  info(`Scanning with ${wanted.join(', ')}; requirements: ${files}`);
  const watched = confinement.landlock === 0;
  const before = watched ? workspaceState(event.workspace) : new Map<string, string>();
  const reports = await Promise.all(wanted.map((scanner) => scanOne(scanner, job)));
  progress.stop();
  const changed = watched ? changedPaths(before, workspaceState(event.workspace)) : [];
  return { reports, confinement, changed, notices: settings.notices };
}

async function prepare(inputs: Inputs, event: EventContext, signal: AbortSignal): Promise<ScanJob> {
  const deadline = Date.now() + inputs.timeoutMinutes * 60_000;
  const folder = join(event.workspace, inputs.workingDirectory);
  const prefix = inputs.workingDirectory === '.' || inputs.workingDirectory === '' ? '' : `${inputs.workingDirectory}/`;
  const place = { folder, prefix, requirements: findRequirements(folder, inputs.requirements, event.workspace) };
  const scratch = join(event.temp, `security-sarif-${process.pid}`, 'settings');
  const { semgrepConfig, scanners, token } = inputs;
  const [settings, interpreter] = await Promise.all([
    chooseSettings({ folder, prefix, semgrepConfig, scanners, scratch }, event, token, signal),
    findPython(signal),
  ]);
  const confinement = await findConfinement(interpreter?.command, signal);
  return { inputs, event, signal, interpreter, confinement, settings, progress: watchProgress(), place, deadline };
}
