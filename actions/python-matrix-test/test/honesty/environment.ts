import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseInstaller } from '../../src/environments/installer.ts';
import { openVersion, openWorkplace, type VersionPlace, type Workplace } from '../../src/environments/workplace.ts';
import { findInstalled } from '../../src/interpreters/find.ts';
import { parseVersion } from '../../src/interpreters/version-spec.ts';
import { runTool } from '../../../../packages/local-pipeline/src/tools/run-tool.ts';

export interface TestEnvironment {
  readonly place: VersionPlace;
  readonly workplace: Workplace;
}

/** A real environment of that Python with these packages from the index. */
export async function makeEnvironment(version: string, packages: readonly string[]): Promise<TestEnvironment> {
  const { signal } = new AbortController();
  const parsed = parseVersion(version);
  if (!parsed.ok) throw new Error(parsed.problem);
  const temp = mkdtempSync(join(tmpdir(), 'honesty-'));
  const [found] = await findInstalled([parsed.spec], { env: process.env, temp, signal });
  if (!found?.ok) throw new Error(`Python ${version} is not on this machine.`);
  const workplace = openWorkplace(temp);
  const place = openVersion(workplace, found.interpreter, 0);
  const installer = await chooseInstaller('uv', found.interpreter.executable, temp, signal);
  const uv = installer.name === 'uv' ? installer.uv : 'uv';
  await runTool(uv, ['venv', '--quiet', '--python', found.interpreter.executable, place.environment]);
  await runTool(uv, ['pip', 'install', '--quiet', '--compile-bytecode', '--python', place.python, ...packages]);
  return { place, workplace };
}
