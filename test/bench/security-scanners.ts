import { mkdtempSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEvent } from '@data-profiler-actions/action-kit';
import type { Inputs } from '../../actions/security-sarif/src/inputs.ts';
import { scanAll } from '../../actions/security-sarif/src/scanners/scan-all.ts';
import { scannerNames, type ScannerName } from '../../actions/security-sarif/src/scanners/scanner.ts';
import { plantedProject } from '../../actions/security-sarif/test/planted-project.ts';
import { startAdvisoryServices, type AdvisoryServices } from '../../packages/local-pipeline/src/advisory-services.ts';
import { median } from './median.ts';

const rounds = 3;
const budget = 0.7;

/** The five real scanners at once against the same five one after the other, in turn, on a project with findings for each. */
export async function benchSecurityScanners(): Promise<void> {
  const advisories = await startAdvisoryServices(mkdtempSync(join(tmpdir(), 'bench-advisories-')));
  const { folder } = plantedProject();
  process.env['RUNNER_TOOL_CACHE'] ??= join(homedir(), '.cache', 'data-profiler-actions', 'scanners');
  try {
    await timed([...scannerNames], folder, advisories);
    const together: number[] = [];
    const apart: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      together.push(await timed([...scannerNames], folder, advisories));
      let sum = 0;
      for (const scanner of scannerNames) sum += await timed([scanner], folder, advisories);
      apart.push(sum);
    }
    const ratio = median(together.map((seconds, round) => seconds / (apart[round] ?? 1)));
    console.log(
      `Five scanners, medians of ${rounds} rounds: at once ${median(together).toFixed(1)} s, one after the other ${median(apart).toFixed(1)} s; ratio ${ratio.toFixed(2)}, budget ${budget}${ratio > budget ? ': OVER' : ''}`,
    );
  } finally {
    await advisories.close();
  }
}

/** Seconds until these scanners have all told what they found. One that cannot do its work measures nothing. */
async function timed(scanners: ScannerName[], workspace: string, { variables }: AdvisoryServices): Promise<number> {
  const event = readEvent({ GITHUB_WORKSPACE: workspace, RUNNER_TEMP: mkdtempSync(join(tmpdir(), 'bench-scan-')) });
  const started = performance.now();
  const { reports } = await scanAll(inputsFor(scanners, variables), event, new AbortController().signal);
  const seconds = (performance.now() - started) / 1000;
  const failed = reports.filter(({ result }) => !result.ok).map(({ scanner }) => scanner);
  if (failed.length > 0) throw new Error(`${failed.join(', ')} could not do its work`);
  return seconds;
}

function inputsFor(scanners: ScannerName[], { TRIVY_DB, OSV_URL, SAFETY_DB }: AdvisoryServices['variables']): Inputs {
  return {
    workingDirectory: '.',
    scanners,
    tools: 'pinned',
    paths: ['.'],
    requirements: [],
    image: '',
    imageOnly: false,
    credentials: [],
    semgrepConfig: '.semgrep/rules.yml',
    trivyScanners: ['vuln', 'misconfig', 'secret'],
    trivyDb: TRIVY_DB,
    osvUrl: OSV_URL,
    safetyDb: SAFETY_DB,
    safetyApiKey: '',
    failOn: 'none',
    newOnly: false,
    ignore: [],
    upload: 'off',
    token: '',
    category: '',
    timeoutMinutes: 20,
  };
}
