import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, parseInputs, readEvent } from '@data-profiler-actions/action-kit';
import { inputSpec } from '../inputs.ts';
import { publishStopped } from '../outputs.ts';
import { chooseSuites } from '../pytest/suites.ts';
import { notRun, type Leg } from './model.ts';

/** Does the work; where it stops before its suites (bad input, no interpreter, a build that fails), the outputs say so, and why. */
export async function orStopped<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    publishStopped(stoppedLegs(messageOf(thrown)));
    throw thrown;
  }
}

/** The legs that the inputs, as far as they can be read, ask for. */
function stoppedLegs(why: string): Leg[] {
  const { workingDirectory = '', pythonVersions = [], unit = [], integration = [] } = parseInputs(inputSpec).inputs;
  const directory = join(readEvent().workspace, workingDirectory);
  const suites = chooseSuites({ unit, integration }, (path) => existsSync(join(directory, path)));
  return pythonVersions.flatMap(({ text: version }) =>
    suites.map(({ suite }) => notRun(version, suite, 'failed', reasonFor(version, why))),
  );
}

/** What concerns this version, else what was said first. */
function reasonFor(version: string, why: string): string {
  const lines = why.split('\n');
  const own = lines.find((line) => line.includes(` Python ${version}, `));
  return `not run: ${(own ?? lines[0] ?? '').replace(/[:.]$/, '')}`;
}
