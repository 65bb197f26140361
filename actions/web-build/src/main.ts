import {
  annotate,
  info,
  readEvent,
  writeSummary,
  type ActionContext,
  type Verdict,
} from '@data-profiler-actions/action-kit';
import { annotationsOf, failureOf } from './report/failure.ts';
import { pageFindings } from './browser/browser-proof.ts';
import { judge } from './checks/finding.ts';
import { publishOutputs, type Outcome } from './outputs.ts';
import { buildWarnings } from './problems/build-warnings.ts';
import { placedProblems } from './problems/placed-problems.ts';
import { readRequest } from './request.ts';
import { summary } from './report/summary.ts';
import { openPages, prove } from './prove.ts';
import { locateOutput, work } from './work.ts';

export async function main({ signal }: ActionContext): Promise<Verdict> {
  const event = readEvent();
  const { inputs, project } = readRequest(event);
  const { manager, directory } = project;
  info(`Package manager: ${manager.name} (${manager.because})`);
  const deadline = Date.now() + inputs.timeoutMinutes * 60_000;
  const bench = { directory, workspace: event.workspace, temp: event.temp, deadline, signal, programs: '' };

  const done = await work(project, bench, inputs, event.untrusted);
  const site = await locateOutput(project, bench, inputs, event, done);
  const proof = done.broken ? undefined : await prove(site, inputs, event, bench);
  const browser = await openPages(site, proof, inputs, bench);

  const problems = placedProblems(done.steps, directory, event.workspace);
  const ofSite = proof?.findings ?? [];
  const found = [...ofSite, ...(browser ? pageFindings(browser, ofSite) : []), ...buildWarnings(done.steps)];
  const findings = judge(found, inputs.ignore, inputs.failOn);
  const outcome: Outcome = {
    failure: failureOf({ ...done, findings, problems, manager }),
    steps: done.steps,
    findings,
    problems,
    ...(proof && { proof }),
    ...(browser && { browser }),
    outputDirectory: site.relative,
  };
  publishOutputs(outcome, event.temp);
  writeSummary(summary(outcome));
  annotate(annotationsOf(outcome, directory, site.absolute, event.workspace, inputs.base));
  return outcome.failure === '' ? { ok: true } : { ok: false, reason: outcome.failure };
}
