import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setOutputs } from '@data-profiler-actions/action-kit';
import type { Finding } from './checks/finding.ts';
import type { StepRun } from './scripts/step-run.ts';
import type { Sizes } from './sizes/sizes.ts';

export const outputNames = [
  'result',
  'checks',
  'sizes',
  'initial-js-gzip',
  'total-size',
  'baseline-diff',
  'output-directory',
  'report',
] as const;

export interface Outcome {
  /** Why the step is red; empty when it is green. */
  readonly failure: string;
  readonly steps: readonly StepRun[];
  readonly findings: readonly Finding[];
  readonly sizes?: Sizes;
  /** Relative to the workspace. */
  readonly outputDirectory: string;
  /** References whose target only a browser can tell. */
  readonly unverified: number;
  readonly checkedReferences: number;
}

/** Sets the outputs and leaves the same facts, as JSON, in a report file of the job's scratch folder. */
export function publishOutputs(outcome: Outcome, temp: string): void {
  const { sizes, steps, findings, failure } = outcome;
  const outputs = {
    result: failure === '' ? 'passed' : 'failed',
    checks: findings.map(({ id, severity, file, message, line }) => ({
      id,
      severity,
      file,
      message,
      ...(line !== undefined && { line }),
    })),
    sizes: sizes?.files.map(({ file, bytes, gzip }) => ({ file, bytes, gzip })) ?? [],
    'initial-js-gzip': sizes?.initialJsGzip,
    'total-size': sizes?.total,
    'baseline-diff': '',
    'output-directory': outcome.outputDirectory,
  };
  const report = join(temp, `web-build-${process.pid}.json`);
  const ran = steps.map(({ name, command, outcome: end, seconds }) => ({ name, command, outcome: end, seconds }));
  writeFileSync(report, JSON.stringify({ ...outputs, failure, steps: ran }, null, 2));
  setOutputs({ ...outputs, report });
}
