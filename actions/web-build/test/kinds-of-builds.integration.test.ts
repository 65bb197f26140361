import { beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Expectation, Validation } from '../src/checks/validate.ts';
import { validate } from '../src/checks/validate.ts';
import { buildPlace } from '../src/scripts/output-directory.ts';
import { page } from './broken-sites/broken-site.ts';
import { writeProject } from './broken-sites/build-sites.ts';
import { kilobytes } from '../src/sizes/budgets.ts';
import { viteModules, viteVersions } from './vite-versions.ts';
import { runTool } from '../../../packages/local-pipeline/src/tools/run-tool.ts';

interface Kind {
  readonly config?: string;
  readonly flags?: string;
  readonly files?: Readonly<Record<string, string>>;
}

const build = async (modules: string, kind: Kind): Promise<{ project: string; output: string; printed: string }> => {
  const { config, files = {} } = kind;
  const project = writeProject(modules, { files, ...(config !== undefined && { config }) });
  const args = [join(modules, 'vite', 'bin', 'vite.js'), 'build', ...(kind.flags ?? '').split(' ').filter(Boolean)];
  const { stdout } = await runTool(process.execPath, args, { cwd: project, env: { NO_COLOR: '1' } });
  return { project, output: join(project, 'dist'), printed: stdout };
};

const read = async (project: string, kind: Kind, expected: Partial<Expectation> = {}): Promise<Validation> => {
  const scope = { directory: project, deadline: Date.now() + 60_000, signal: new AbortController().signal };
  const { vite, outputDirectory } = await buildPlace(scope, `vite build ${kind.flags ?? ''}`);
  return validate(outputDirectory, { base: '/', budgets: [], secrets: [], ...(vite && { vite }), ...expected });
};

const cdn = 'https://cdn.example.com/site/';

describe.each(viteVersions)('with Vite $vite', (version) => {
  let modules = '';
  beforeAll(async () => {
    modules = await viteModules(version);
  }, 300_000);

  it.each<[string, Kind, Partial<Expectation>]>([
    ['base /app/', { flags: '--base /app/' }, { base: '/app' }],
    ['base /app/, served at a full address', { flags: '--base /app/' }, { base: 'https://example.com/app/' }],
    ['base ./, served at /', { flags: '--base ./' }, {}],
    ['base ./, served anywhere', { flags: '--base ./' }, { base: './' }],
    ['a CDN as base', { config: `base: '${cdn}'` }, {}],
    [
      'several pages, none of them the index',
      {
        files: { 'a/index.html': page(''), 'b/index.html': page('') },
        config: 'build: { rollupOptions: { input: ["a/index.html", "b/index.html"] } }',
      },
      {},
    ],
    [
      'hidden source maps, a manifest of its own name',
      { config: 'build: { sourcemap: "hidden", manifest: "m.json" }' },
      {},
    ],
    [
      'an output of its own for what browsers get',
      { config: 'environments: { client: { build: { outDir: "dist/client" } } }' },
      {},
    ],
    [
      'an output elsewhere',
      { config: 'build: { outDir: "../dist-of-" + import.meta.dirname.split("/").at(-1) }', flags: '--emptyOutDir' },
      {},
    ],
  ])('%s is sound', async (_, kind, expected) => {
    const { project } = await build(modules, kind);
    expect((await read(project, kind, expected)).findings).toEqual([]);
  });

  it('a file missing at a CDN is found', async () => {
    const kind = { config: `base: '${cdn}'` };
    const { project, output } = await build(modules, kind);
    for (const file of readdirSync(join(output, 'assets')).filter((name) => /^(large|lazy.*css)/.test(name)))
      rmSync(join(output, 'assets', file));
    const { findings } = await read(project, kind);
    expect(findings.map(({ id, message }) => `${id} ${/(large|lazy)/.exec(message)?.[0] ?? ''}`).sort()).toEqual([
      'ref-missing large',
      'ref-missing lazy',
    ]);
  });

  it('a site for old browsers too is sound, and broken without a chunk that only they load', async () => {
    const kind = { config: `plugins: [legacy()] };\nimport legacy from '@vitejs/plugin-legacy';\nvoid {` };
    const { project, output } = await build(modules, kind);
    const sound = await read(project, kind);
    expect(sound.findings).toEqual([]);
    expect(sound.sizes?.initial[0]?.files.join()).not.toContain('legacy');
    const chunks = readdirSync(join(output, 'assets')).filter((name) => /^(lazy|polyfills)-legacy/.test(name));
    expect(chunks).toHaveLength(2);
    for (const chunk of chunks) rmSync(join(output, 'assets', chunk));
    const { findings } = await read(project, kind);
    expect(findings.map(({ id, file }) => [id, file.replace(/-legacy.*/, '')])).toEqual([
      ['ref-missing', 'assets/index'],
      ['ref-missing', 'index.html'],
    ]);
  });

  it.each([
    ['a library', { config: 'build: { lib: { entry: "src/lazy.js", formats: ["es"], fileName: "lazy" } }' }],
    [
      'a server',
      {
        flags: '--ssr src/server.js',
        files: { 'src/server.js': 'import "node:fs";\nexport const at = "http://localhost:3000/";\n' },
      },
    ],
  ])('%s is no site: what does not apply is named', async (what, kind: Kind) => {
    const { project } = await build(modules, kind);
    const { findings, notApplied } = await read(project, kind);
    expect(findings).toEqual([]);
    expect(notApplied[0]?.reason).toContain(what.replace('a ', ''));
    expect(notApplied[0]?.ids).toContain('index-missing');
  });

  it('gzip sizes are those that Vite prints', async () => {
    const words = Array.from({ length: 4000 }, (_, at) => `word${(at * 7919) % 1000}`).join(' ');
    const kind = { files: { 'src/lazy.js': `export const lazy = () => document.body.append("${words}");\n` } };
    const { project, printed } = await build(modules, kind);
    const { sizes } = await read(project, kind);
    const told = [...printed.matchAll(/dist\/(\S+)\s+([\d.]+) kB │ gzip:\s+([\d.]+) kB/g)];
    expect(told.length).toBeGreaterThan(4);
    for (const [, file = '', bytes = '', gzip = ''] of told) {
      const ours = sizes?.files.find((size) => size.file === file);
      if (version.vite.startsWith('8')) {
        // It cuts decimals off, and another library compresses, to within two of a hundred.
        expect(Math.abs((ours?.bytes ?? 0) / 1000 - Number(bytes))).toBeLessThan(0.0101);
        expect(Math.abs((ours?.gzip ?? 0) / 1000 - Number(gzip))).toBeLessThan(Number(gzip) * 0.02 + 0.0151);
      } else {
        expect([file, kilobytes(ours?.bytes ?? 0), kilobytes(ours?.gzip ?? 0)]).toEqual([
          file,
          `${bytes} kB`,
          `${gzip} kB`,
        ]);
      }
    }
  });
});
