import type { EventContext } from '@data-profiler-actions/action-kit';
import type { BrowserProof } from './browser/browser-proof.ts';
import { pageFindings } from './browser/page-findings.ts';
import { judge, type Finding } from './checks/finding.ts';
import type { BuiltSite } from './locate-output.ts';
import { buildWarnings } from './problems/build-warnings.ts';
import { placedProblems, type PlacedProblem } from './problems/placed-problems.ts';
import type { Proof } from './prove.ts';
import { failureOf } from './report/failure.ts';
import type { Request } from './request.ts';
import type { StepRun } from './scripts/step-run.ts';
import type { Work } from './work.ts';

/** What the step comes to. */
export interface Outcome {
  /** Why the step is red; empty when it is green. */
  readonly failure: string;
  readonly steps: readonly StepRun[];
  readonly findings: readonly Finding[];
  /** What linters, compilers and test runners said. */
  readonly problems: readonly PlacedProblem[];
  /** Undefined where there is no site to read. */
  readonly proof?: Proof;
  /** Undefined where no page was opened. */
  readonly browser?: BrowserProof;
  /** Relative to the workspace. */
  readonly outputDirectory: string;
}

interface Seen {
  readonly done: Work;
  readonly site: BuiltSite;
  readonly proof: Proof | undefined;
  readonly browser: BrowserProof | undefined;
}

/** Everything that was found, judged by what the user lets pass, and the reason where it is red. */
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
