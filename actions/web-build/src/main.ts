import {
  annotate,
  info,
  readEvent,
  writeSummary,
  type ActionContext,
  type Verdict,
} from '@data-profiler-actions/action-kit';
import { annotationsOf, failureOf } from './report/failure.ts';
import { judge } from './checks/finding.ts';
import { readActionInputs } from './inputs.ts';
import { publishOutputs, type Outcome } from './outputs.ts';
import { readProject } from './scripts/project.ts';
import { summary } from './report/summary.ts';
import { prove } from './prove.ts';
import { locateOutput, work } from './work.ts';

export async function main({ signal }: ActionContext): Promise<Verdict> {
  const inputs = readActionInputs();
  const event = readEvent();
  const deadline = Date.now() + inputs.timeoutMinutes * 60_000;
  const project = readProject(inputs, event);
  info(`Package manager: ${project.manager.name} (${project.manager.because})`);
  const bench = { directory: project.directory, deadline, signal };

  const done = await work(project, bench, inputs, event.untrusted);
  const output = await locateOutput(project, bench, inputs, event.workspace, done);
  const proof = done.broken ? undefined : await prove(output, inputs, event, bench);

  const findings = judge(proof?.findings ?? [], inputs.ignore, inputs.failOn);
  const outcome: Outcome = {
    failure: failureOf(done.steps, findings, project.manager),
    steps: done.steps,
    findings,
    ...(proof && { proof }),
    outputDirectory: output.relative,
  };
  publishOutputs(outcome, event.temp);
  writeSummary(summary(outcome));
  annotate(annotationsOf(findings, project.directory, output.absolute, event.workspace, inputs.base));
  return outcome.failure === '' ? { ok: true } : { ok: false, reason: outcome.failure };
}
