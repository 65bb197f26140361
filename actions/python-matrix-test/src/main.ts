import { readEvent, type ActionContext, type Verdict } from '@data-profiler-actions/action-kit';
import { codecovRequest, uploadCoverage } from './codecov/upload.ts';
import { openDiffGate } from './coverage/diff-coverage.ts';
import { measureCoverage } from './coverage/measure.ts';
import { collisionNote } from './report/collisions.ts';
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

export const main = ({ signal }: ActionContext): Promise<Verdict> => orStopped(() => testMatrix(signal));

async function testMatrix(signal: AbortSignal): Promise<Verdict> {
  const event = readEvent();
  const setup = await readSetup(event, signal);
  const gate = await openDiffGate(setup.inputs.failUnderDiff, event, signal);
  const workplace = openWorkplace(event.temp);
  const run = { event, workplace, signal };
  const { legs, newest } = await runMatrix(setup, run);
  keepDurations(setup, legs);
  const relative = relativeTo(event.workspace);
  const { coverage, diff, ...judged } = await measureCoverage(setup, { legs, newest, gate }, relative, run);
  const upload = await uploadCoverage(codecovRequest(setup, workplace), coverage, event, signal);
  const failures = groupFailures(legs, relative);
  writeJunit(legs, workplace.junit, relative);
  const reason = redReason(legs, [...judged.failures, upload.failure]);
  const notes = [judged.note, upload.note, collisionNote(legs, setup.inputs)].filter(Boolean);
  const warnings = [upload.warning].filter(Boolean);
  const junitDirectory = workplace.junit;
  publish({ legs, failures, coverage, diff, junitDirectory, notes, warnings, reason }, workplace.root);
  return reason ? { ok: false, reason } : { ok: true };
}
