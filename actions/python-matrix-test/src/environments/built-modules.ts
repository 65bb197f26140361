import { copyFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assets } from './assets.ts';
import { sitePackages } from './site-packages.ts';

const hook = 'dpa_built';

/**
 * Python imports a package that lies in the directory it is started in from there, and not as it was installed: without the modules that only the build
 * makes (compiled ones, a `_version.py`). Where a package of the project is so, a path file in the environment has them found all the same.
 */
export function findBuiltModules(environment: string, directory: string): void {
  const site = sitePackages(environment);
  const packages = site === undefined ? [] : incompletePackages(site, [directory, join(directory, 'src')]);
  if (site === undefined || packages.length === 0) return;
  copyFileSync(join(assets(), `${hook}.py`), join(site, `${hook}.py`));
  writeFileSync(
    join(site, `${hook}.pth`),
    `import ${hook}; ${hook}.install(${JSON.stringify(site)}, ${JSON.stringify(packages)})\n`,
  );
}

/** The installed packages of which the tree holds a part only. */
export function incompletePackages(site: string, roots: readonly string[]): string[] {
  return readdirSync(site).filter((name) =>
    roots.some((root) => existsSync(join(root, name, '__init__.py')) && holdsMore(join(site, name), join(root, name))),
  );
}

function holdsMore(installed: string, tree: string): boolean {
  return readdirSync(installed, { withFileTypes: true }).some((entry) => {
    if (entry.name === '__pycache__') return false;
    const [there, here] = [join(installed, entry.name), join(tree, entry.name)];
    if (!existsSync(here)) return true;
    return entry.isDirectory() && holdsMore(there, here);
  });
}
