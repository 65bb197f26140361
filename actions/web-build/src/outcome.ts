import type { EventContext } from '@data-profiler-actions/action-kit';
import { pageFindings, type BrowserProof } from './browser/browser-proof.ts';
import { judge } from './checks/finding.ts';
import type { Outcome } from './outputs.ts';
import { buildWarnings } from './problems/build-warnings.ts';
import { placedProblems } from './problems/placed-problems.ts';
import type { BuiltSite, Proof } from './prove.ts';
import { failureOf } from './report/failure.ts';
import type { Request } from './request.ts';
import type { Work } from './work.ts';

interface Seen {
  readonly done: Work;
  readonly site: BuiltSite;
  readonly proof: Proof | undefined;
  readonly browser: BrowserProof | undefined;
}

/** What the step comes to: everything that was found, judged by what the user lets pass, and the reason where it is red. */
export function outcomeOf(
  { done, site, proof, browser }: Seen,
  { inputs, project }: Request,
  { workspace }: EventContext,
): Outcome {
  const { steps } = done;
  const { directory, manager } = project;
  const ofSite = proof?.findings ?? [];
  const ofPages = browser ? pageFindings(browser, ofSite) : [];
  const findings = judge([...ofSite, ...ofPages, ...buildWarnings(steps)], inputs.ignore, inputs.failOn);
  const problems = placedProblems(steps, directory, workspace);
  return {
    failure: failureOf({ steps, findings, problems, manager }),
    steps,
    findings,
    problems,
    ...(proof && { proof }),
    ...(browser && { browser }),
    outputDirectory: site.relative,
  };
}
