import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { standardOutput } from '@data-profiler-actions/action-kit';
import { openVersion } from '../../src/environments/workplace.ts';
import type { Leg } from '../../src/legs/model.ts';
import { runSuite } from '../../src/pytest/run-suite.ts';
import { makeEnvironment, type TestEnvironment } from './environment.ts';
import { runPlainPytest } from './plain-pytest.ts';
import type { HardSuite } from './hard-suite.ts';
import { hardSuites } from './suites.ts';

function write(files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'hard-suite-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), content);
  }
  return directory;
}

/** Runs a suite as a leg of the action, in a folder of its own. */
function runHard({ place, workplace }: TestEnvironment, suite: HardSuite): Promise<Leg> {
  const { minTests = 1, timeoutMinutes = 1 } = suite.policy ?? {};
  Object.assign(process.env, suite.env);
  const { env } = openVersion(workplace, place.interpreter, 0);
  for (const name of Object.keys(suite.env ?? {})) Reflect.deleteProperty(process.env, name);
  return runSuite(
    { ...place, folder: mkdtempSync(join(place.folder, 'leg-')), env },
    {
      ...{ suite: 'unit', args: suite.args ?? [], directory: write(suite.files), coverage: false, coverageSources: [] },
      ...{ policy: { minTests, onEmpty: 'fail', timeoutMinutes } },
      ...{ timeoutMs: timeoutMinutes * 60_000, signal: new AbortController().signal },
    },
  );
}

function expectVerdict({ outcome, reason, warning }: Leg, suite: HardSuite, says = suite.says): void {
  const verdict = `${outcome}: ${reason || warning}`;
  expect(verdict).toMatch(new RegExp(`^${suite.outcome}: `));
  expect(verdict).toContain(says);
  if (suite.outcome === 'passed' && !suite.says) expect(warning).toBe('');
}

// The action's log goes to standard output.
beforeEach(() => {
  jest.spyOn(standardOutput, 'write').mockReturnValue();
});
afterEach(() => {
  jest.restoreAllMocks();
});

describe('with the newest pytest, a suite that', () => {
  let environment: TestEnvironment;
  beforeAll(async () => {
    environment = await makeEnvironment('3.12', ['pytest', 'pytest-xdist']);
  });

  it.each(hardSuites.map((suite) => [suite.what, suite] as const))('%s', async (_, suite) => {
    const { python } = environment.place;
    const [leg, plain] = await Promise.all([
      runHard(environment, suite),
      runPlainPytest(python, write(suite.files), suite.args ?? [], suite.env ?? {}),
    ]);
    expectVerdict(leg, suite);
    expect(plain).toEqual({ exit: suite.plain, junit: suite.junit });
  });
});

describe('with pytest 7.0 on Python 3.10, a suite that', () => {
  let environment: TestEnvironment;
  beforeAll(async () => {
    environment = await makeEnvironment('3.10', ['pytest==7.0.0', 'pytest-xdist<3']);
  });

  const suites = hardSuites.filter(({ inPytest7 }) => inPytest7 !== 'unknown');
  it.each(suites.map((suite) => [suite.what, suite] as const))('%s', async (_, suite) => {
    expectVerdict(await runHard(environment, suite), suite, suite.inPytest7);
  });
});
