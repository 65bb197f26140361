import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, objectOf, textsIn } from '@data-profiler-actions/action-kit';
import { parse } from 'smol-toml';
import { normalName } from './normal-name.ts';
import { setupCfgExtras } from './setup-cfg.ts';

type Table = Readonly<Record<string, unknown>>;

/** What of a pyproject.toml matters here. */
export interface Pyproject {
  /** It describes something that can be installed. */
  readonly installs: boolean;
  /** Installing means building; else its dependencies are all there is to install. */
  readonly builds: boolean;
  readonly dependencies: readonly string[];
  /** Requirement specifiers by extra; all there are only where `extrasKnown`. */
  readonly extras: ReadonlyMap<string, readonly string[]>;
  readonly extrasKnown: boolean;
  /** Requirement specifiers by dependency group, included groups in their place. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly configuresCoverage: boolean;
  /** `tool.uv.sources` says where some of the dependencies come from, which only uv reads. */
  readonly sources: boolean;
  /** The file reaches outside the project's directory (`root = ".."`, a path dependency, a version from a repository's tags). */
  readonly reachesOut: boolean;
}

export type ReadPyproject =
  { readonly ok: true; readonly pyproject: Pyproject } | { readonly ok: false; readonly problem: string };

const none: Pyproject = {
  installs: false,
  builds: false,
  dependencies: [],
  extras: new Map(),
  extrasKnown: false,
  groups: new Map(),
  configuresCoverage: false,
  sources: false,
  reachesOut: false,
};

/** Reads a project's pyproject.toml; a project without one has none of this. */
export function readPyproject(directory: string): ReadPyproject {
  const file = join(directory, 'pyproject.toml');
  const cfgExtras = setupCfgExtras(directory);
  // A setup.py alone can be built; of it no more is known than what setup.cfg says.
  const hasSetup = existsSync(join(directory, 'setup.py'));
  if (!existsSync(file))
    return { ok: true, pyproject: { ...none, installs: hasSetup, builds: hasSetup, extras: cfgExtras } };
  try {
    const text = readFileSync(file, 'utf8');
    const read = describe(objectOf(parse(text)), text, existsSync(join(directory, 'src')));
    return { ok: true, pyproject: read.extrasKnown ? read : { ...read, extras: cfgExtras } };
  } catch (thrown) {
    return { ok: false, problem: (messageOf(thrown).split('\n')[0] ?? '').replace(/\.$/, '') };
  }
}

function describe(table: Table, text: string, hasSources: boolean): Pyproject {
  const project = objectOf(table['project']);
  const tool = objectOf(table['tool']);
  const extras = objectOf(project['optional-dependencies']);
  // Without a build system and with modules in the project's directory there is nothing to build: an application, run where it stands.
  const describes = table['project'] !== undefined;
  const builds =
    !(describes && isApplication(tool)) &&
    (table['build-system'] !== undefined ||
      (describes && (hasSources || tool['setuptools'] !== undefined || project['dynamic'] !== undefined)));
  const groups = objectOf(table['dependency-groups']);
  // One source, or a list of them for different platforms.
  const sources = Object.values(objectOf(objectOf(tool['uv'])['sources'])).flat();
  return {
    installs: builds || describes,
    builds,
    dependencies: textsIn(project['dependencies']),
    extras: new Map(Object.keys(extras).map((name) => [normalName(name), textsIn(extras[name])])),
    extrasKnown: describes && !textsIn(project['dynamic']).includes('optional-dependencies'),
    groups: new Map(Object.keys(groups).map((name) => [normalName(name), expand(groups, name, [])])),
    configuresCoverage: tool['coverage'] !== undefined,
    sources: sources.length > 0,
    reachesOut: outside.test(text) || sources.some((source) => objectOf(source)['workspace'] === true),
  };
}

/** A path that leads out, or a version that is looked for in the folders above. */
const outside = /["'/]\.\.(["'/]|$)|search[_-]parent[_-]directories|poetry-dynamic-versioning|versioningit/m;

/** Poetry's, uv's and PDM's words for a project that is never built. */
function isApplication(tool: Table): boolean {
  const says = (name: string, key: string): boolean => objectOf(tool[name])[key] === false;
  return says('poetry', 'package-mode') || says('uv', 'package') || says('pdm', 'distribution');
}

/** Groups of PEP 735: specifiers, and `{include-group = "…"}`. */
function expand(groups: Table, name: string, seen: readonly string[]): string[] {
  const key = Object.keys(groups).find((each) => normalName(each) === normalName(name));
  const entries = key === undefined ? undefined : groups[key];
  if (!Array.isArray(entries) || seen.includes(normalName(name))) return [];
  const all = entries.flatMap((entry: unknown) => {
    if (typeof entry === 'string') return [entry];
    const included = objectOf(entry)['include-group'];
    return typeof included === 'string' ? expand(groups, included, [...seen, normalName(name)]) : [];
  });
  return [...new Set(all)];
}
