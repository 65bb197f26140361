import { join, resolve } from 'node:path';
import {
  annotate,
  readEvent,
  warning,
  writeSummary,
  type ActionContext,
  type Verdict,
} from '@data-profiler-actions/action-kit';
import { combineCoverage, coverageFailure } from './coverage.ts';
import { measureDiff, openDiffGate } from './diff-coverage.ts';
import { failureAnnotation, groupFailures } from './failures.ts';
import { readActionInputs } from './inputs.ts';
import { writeJunit } from './junit.ts';
import { runMatrix } from './matrix.ts';
import { publishOutputs } from './outputs.ts';
import { readProject } from './project.ts';
import { summaryBlocks } from './report.ts';
import { redReason } from './result.ts';
import { relativeTo } from './repository-paths.ts';
import { openWorkplace } from './workplace.ts';

export async function main({ signal }: ActionContext): Promise<Verdict> {
  const event = readEvent();
  const inputs = readActionInputs(event.workspace);
  const project = readProject(join(event.workspace, inputs.workingDirectory), inputs);
  const gate = await openDiffGate(inputs.failUnderDiff, event, signal);
  const workplace = openWorkplace(event.temp);
  const { legs, newest } = await runMatrix(project, inputs, event, workplace, signal);
  const coverage = inputs.coverage
    ? await combineCoverage(legs, newest, project.directory, workplace, signal)
    : { kind: 'off' as const };
  const relative = relativeTo(event.workspace);
  const failures = groupFailures(legs, relative);
  writeJunit(legs, workplace.junit, relative);
  const diff = measureDiff(coverage, gate, (file) => relative(resolve(project.directory, file)));
  const reason = redReason(legs, [coverageFailure(coverage, inputs.failUnder), diff.failure]);
  const result = { legs, failures, coverage, diff, junitDirectory: workplace.junit, reason };
  for (const leg of legs) if (leg.warning) warning(`Python ${leg.version} ${leg.suite}: ${leg.warning}`);
  if (coverage.kind === 'missing') warning(`Coverage is unknown: ${coverage.why}`);
  const left = annotate(failures.map(failureAnnotation));
  publishOutputs(result, workplace.root);
  writeSummary(summaryBlocks(result, left.length));
  return reason ? { ok: false, reason } : { ok: true };
}
