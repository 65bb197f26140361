import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { runProcess } from '@data-profiler-actions/action-kit';
import { buildPlace } from '../../src/scripts/output-directory.ts';
import { noteBuildStart, type BuildStart } from '../../src/checks/freshness.ts';
import type { Finding } from '../../src/checks/finding.ts';
import { buildWarnings } from '../../src/problems/build-warnings.ts';
import type { ViteBuild } from '../../src/scripts/vite-build.ts';
import { validate, type Validation } from '../../src/checks/validate.ts';
import { viteModules, type ViteVersion } from '../vite-versions.ts';
import { soundProject, type BrokenSite } from './broken-site.ts';

export interface BuiltBrokenSite {
  readonly site: BrokenSite;
  /** What a person sees of plain `vite build`. */
  readonly plain: 'green, silent' | 'green, warns' | 'red';
  readonly validation: Validation;
  /** What is read from Vite's own warnings. */
  readonly warnings: readonly Finding[];
}

/** Builds every site with one Vite, two at a time, and reads what came out. */
export async function buildSites(version: ViteVersion, sites: readonly BrokenSite[]): Promise<BuiltBrokenSite[]> {
  const modules = await viteModules(version);
  const build = once(
    (site) => buildProject(modules, site),
    ({ files, config, flags, env }) => [files, config, flags, env],
  );
  const ask = once(
    (site) => configurationOf(modules, site),
    ({ config, flags }) => [config, flags],
  );
  const built: BuiltBrokenSite[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < sites.length; at = next++) {
      const site = sites[at];
      if (site) built[at] = await readSite(site, await build(site), await ask(site));
    }
  };
  await Promise.all([work(), work()]);
  return built;
}

interface BuiltProject {
  readonly project: string;
  readonly start: BuildStart;
  readonly plain: BuiltBrokenSite['plain'];
  readonly warnings: readonly Finding[];
}

/** Sites that differ only in what happens after the build share one. */
function once<T>(
  make: (site: BrokenSite) => Promise<T>,
  keyOf: (site: BrokenSite) => unknown,
): (site: BrokenSite) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return (site) => {
    const key = JSON.stringify(keyOf(site));
    const result = made.get(key) ?? make(site);
    made.set(key, result);
    return result;
  };
}

async function readSite(
  site: BrokenSite,
  { project, start, plain, warnings }: BuiltProject,
  vite: ViteBuild | undefined,
): Promise<BuiltBrokenSite> {
  const own = site.after ? copyOf(project) : project;
  const output = join(own, 'dist');
  site.after?.(output);
  const validation = await validate(output, {
    base: '/',
    budgets: [],
    secrets: [],
    buildStart: start,
    ...(vite && { vite: { ...vite, publicDir: join(own, 'public'), envDir: own } }),
    ...site.expected,
  });
  return { site, plain, validation, warnings };
}

function copyOf(project: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'web-build-site-'));
  cpSync(project, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

export function writeProject(modules: string, { files = {}, config }: Pick<BrokenSite, 'files' | 'config'>): string {
  const project = mkdtempSync(join(tmpdir(), 'web-build-project-'));
  const configuration = config === undefined ? {} : { 'vite.config.js': `export default { ${config} };\n` };
  for (const [file, text] of Object.entries({ ...soundProject, ...configuration, ...files })) {
    mkdirSync(dirname(join(project, file)), { recursive: true });
    writeFileSync(join(project, file), text);
  }
  symlinkSync(modules, join(project, 'node_modules'));
  return project;
}

async function buildProject(modules: string, site: BrokenSite): Promise<BuiltProject> {
  const project = writeProject(modules, site);
  const start = noteBuildStart(project);
  const run = await runProcess({
    command: process.execPath,
    args: [join(project, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', ...(site.flags ?? [])],
    cwd: project,
    env: { PATH: process.env['PATH'] ?? '', ...site.env },
    timeoutMs: 60_000,
  });
  const green = run.stderr.trim() === '' ? 'green, silent' : 'green, warns';
  const ended = { outcome: 'passed', exitCode: 0, ending: 'exited with 0', seconds: 1, contradiction: '' } as const;
  const step = { name: 'build', command: '', ...ended } as const;
  const warnings = buildWarnings([
    { ...step, output: stripVTControlCharacters(run.output), stderr: stripVTControlCharacters(run.stderr) },
  ]);
  return { project, start, plain: run.exitCode === 0 ? green : 'red', warnings };
}

async function configurationOf(modules: string, { config, flags = [] }: BrokenSite): Promise<ViteBuild | undefined> {
  const directory = writeProject(modules, config === undefined ? {} : { config });
  const scope = { directory, deadline: Date.now() + 60_000, signal: new AbortController().signal };
  return (await buildPlace(scope, `vite build ${flags.join(' ')}`)).vite;
}
