import { finding, type Finding } from '../checks/finding.ts';
import type { StepRun } from '../scripts/step-run.ts';

/** The forms in which Vite, Rollup, Rolldown and esbuild begin a warning. What stands below (a code frame, advice) is left out, and so is how long things took, which the machine decides. */
const beginnings: readonly RegExp[] = [
  /^\(!\) (.+)$/,
  /^\[plugin[^\]]*\] (\S.+)$/,
  /^\[(?!\w*TIMINGS)[A-Z_]{3,}\] (.+)$/,
  /^▲ \[WARNING\] (.+)$/,
  /^(<script src=.+ can't be bundled .+)$/,
  /^(.+ didn't resolve at build time, .+)$/,
  /^(new URL\(.+ doesn't exist at build time, .+)$/,
  /^(\S+ \(\d+:\d+\): .+)$/,
];

/** Said better by a check of its own, or about other people's code. */
const leftOut = /^Some chunks are larger than|^\S*node_modules\/\S+ \(\d+:\d+\): Module level directives/;

/** What Vite warned of in a build that passed: it exits with 0 whatever it says. */
export function buildWarnings(steps: readonly StepRun[]): Finding[] {
  const build = steps.find(({ name, outcome }) => name === 'build' && outcome === 'passed');
  if (!build || !/^vite v\d/m.test(build.output)) return [];
  const said = build.stderr.split('\n').flatMap(messageOf);
  return [...new Set(said)].map((message) => finding('build-warning', '', message, referenceIn(message)));
}

/** Findings without the build's warnings of what a check found in the built site, which says more. */
export function withoutEchoes(findings: readonly Finding[]): Finding[] {
  const checked = new Set(findings.filter(({ id }) => id !== 'build-warning').map(({ reference }) => reference));
  return findings.filter(
    ({ id, reference }) => id !== 'build-warning' || reference === undefined || !checked.has(reference),
  );
}

/** What the warning is about, as the sources write it, so that its line can be found. */
function referenceIn(message: string): { reference?: string } {
  const found = /src="([^"]+)"|^(\S+) referenced in|(%\w+%)|new URL\('([^']+)'/.exec(message);
  const reference = found?.slice(1).find(Boolean);
  return reference === undefined ? {} : { reference };
}

function messageOf(text: string): string[] {
  const line = text.trimEnd().replace(/^(\[plugin:\S+\] )(?=\[plugin )/, '');
  const message = beginnings.map((pattern) => pattern.exec(line)?.[1]).find((found) => found !== undefined);
  return message === undefined || leftOut.test(message) ? [] : [message];
}
