import { join, resolve } from 'node:path';
import { readEvent, type ActionContext, type Verdict } from '@data-profiler-actions/action-kit';
import { combineCoverage } from './coverage/combine.ts';
import { measureDiff, openDiffGate } from './coverage/diff-coverage.ts';
import { coverageFailures, coverageGate, unheldGate } from './coverage/gate.ts';
import { groupFailures } from './report/failures.ts';
import { writeJunit } from './report/junit.ts';
import { openWorkplace } from './environments/workplace.ts';
import { runMatrix } from './legs/matrix.ts';
import { orStopped } from './legs/stopped.ts';
import { publish } from './report/publish.ts';
import { relativeTo } from './report/repository-paths.ts';
import { redReason } from './report/result.ts';
import { readSetup } from './setup.ts';
import { keepDurations } from './shards/durations.ts';

export function main({ signal }: ActionContext): Promise<Verdict> {
  return orStopped(() => testMatrix(signal));
}

async function testMatrix(signal: AbortSignal): Promise<Verdict> {
  const event = readEvent();
  const setup = await readSetup(event, signal);
  const { inputs, project } = setup;
  const gate = await openDiffGate(inputs.failUnderDiff, event, signal);
  const workplace = openWorkplace(event.temp);
  const { legs, newest } = await runMatrix(setup, event, workplace, signal);
  if (inputs.durationsFile)
    keepDurations(join(project.directory, inputs.durationsFile), legs, inputs.shard !== undefined);
  const coverage = inputs.coverage
    ? await combineCoverage(
        { legs, newest, directory: project.directory, event, bySuite: inputs.codecov !== 'off' },
        workplace,
        signal,
      )
    : { kind: 'off' as const };
  const relative = relativeTo(event.workspace);
  const failures = groupFailures(legs, relative);
  writeJunit(legs, workplace.junit, relative);
  const diff = measureDiff(coverage, gate, (file) => relative(resolve(project.directory, file)));
  const limit = coverageGate(inputs, legs);
  const reason = redReason(legs, [...coverageFailures(coverage, limit), diff.failure]);
  const notes = [unheldGate(coverage, limit)].filter(Boolean);
  publish({ legs, failures, coverage, diff, junitDirectory: workplace.junit, notes, reason }, workplace.root);
  return reason ? { ok: false, reason } : { ok: true };
}
