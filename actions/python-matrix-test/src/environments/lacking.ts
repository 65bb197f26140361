import { readdirSync } from 'node:fs';
import { sitePackages } from './site-packages.ts';
import type { Step } from './step.ts';
import type { VersionPlace } from './workplace.ts';

type EnvironmentPlace = Pick<VersionPlace, 'environment' | 'python' | 'env'>;

/** Path files that add no path: coverage.py's, setuptools', virtualenv's. Others may belong to editable installations. */
const harmless = /^(a1_coverage|distutils-precedence|_virtualenv)\.pth$/;

/** The modules that an environment cannot import. What its folder shows is taken from there; Python is asked for the rest. */
export async function lacking(modules: readonly string[], place: EnvironmentPlace, run: Step): Promise<string[]> {
  const { names, whole } = contentsOf(place);
  const absent = modules.filter((module) => !names.has(module) && !names.has(`${module}.py`));
  if (absent.length === 0 || whole) return absent;
  const answer = await run([place.python, ['-c', question(absent)]], 'failures');
  return answer.stdout.split(/\s+/).filter(Boolean);
}

/** What lies in an environment's site-packages. `whole`: modules come from nowhere else. */
function contentsOf({ environment, env }: EnvironmentPlace): {
  readonly names: ReadonlySet<string>;
  readonly whole: boolean;
} {
  const folder = sitePackages(environment);
  const names = folder === undefined ? [] : readdirSync(folder);
  const added = names.some((name) => name.endsWith('.pth') && !harmless.test(name));
  return { names: new Set(names), whole: folder !== undefined && !added && !env['PYTHONPATH'] };
}

/** Prints the modules that cannot be imported. */
function question(modules: readonly string[]): string {
  return `import importlib.util as u\nfor m in ${JSON.stringify(modules)}:\n  if u.find_spec(m) is None: print(m)`;
}
