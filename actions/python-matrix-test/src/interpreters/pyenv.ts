import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

export function pyenvRoot(env: Environment, home: string): string {
  return env['PYENV_ROOT'] ?? join(home, '.pyenv');
}

/**
 * What pyenv's shim of that name would start, best first; undefined for a folder that is not its shims'. A shim is a shell script that takes a
 * tenth of a second to say so itself.
 */
export function behindShim(
  folder: string,
  name: string,
  env: Environment,
  home: string,
  from = process.cwd(),
): string[] | undefined {
  const root = pyenvRoot(env, home);
  if (folder !== join(root, 'shims')) return undefined;
  return selected(root, env, from).map((version) => join(root, 'versions', version, 'bin', name));
}

/** The versions in force (pyenv, "Understanding Python version selection"): PYENV_VERSION, the nearest .python-version, the global file. */
function selected(root: string, env: Environment, from: string): string[] {
  const given = env['PYENV_VERSION'];
  if (given) return given.split(delimiter);
  const file = nearest(from) ?? join(root, 'version');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return text.split(/\r?\n/).flatMap((line) => line.replace(/#.*/, '').split(/\s+/).filter(Boolean));
}

function nearest(folder: string): string | undefined {
  const file = join(folder, '.python-version');
  if (existsSync(file)) return file;
  return dirname(folder) === folder ? undefined : nearest(dirname(folder));
}
