import { join, resolve } from 'node:path';
import { readEvent, type ActionContext, type Verdict } from '@data-profiler-actions/action-kit';
import { combineCoverage, coverageFailure } from './coverage/coverage.ts';
import { measureDiff, openDiffGate } from './coverage/diff-coverage.ts';
import { groupFailures } from './report/failures.ts';
import { readActionInputs } from './inputs.ts';
import { writeJunit } from './report/junit.ts';
import { runMatrix } from './legs/matrix.ts';

import { readProject } from './environments/project.ts';
import { publish } from './report/publish.ts';
import { redReason } from './report/result.ts';
import { relativeTo } from './report/repository-paths.ts';
import { openWorkplace } from './environments/workplace.ts';

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
  publish(result, workplace.root);
  return reason ? { ok: false, reason } : { ok: true };
}
