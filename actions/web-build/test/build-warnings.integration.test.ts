import { beforeAll, describe, expect, it } from '@jest/globals';
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { runWebBuild, smallSite } from './small-site.ts';
import { majorOf, viteModules, viteVersions } from './vite-versions.ts';

const sources = {
  'index.html':
    '<!doctype html>\n<title>%VITE_TITLE%</title>\n<script src="/legacy.js"></script>\n<script type="module" src="/src/main.js"></script>\n',
  'src/main.js': "import './main.css';\neval('1');\nconsole.log(new URL('./gone.wasm', import.meta.url));\n",
  'src/main.css': 'body { background: url(/gone.png) }\n',
};

const modules = new Map<string, string>();

beforeAll(async () => {
  for (const version of viteVersions) modules.set(majorOf(version), await viteModules(version));
}, 120_000);

describe('what Vite warns of', () => {
  it.each(viteVersions.map(majorOf))('is a finding with its line of the sources: Vite %s', (major) => {
    const workspace = smallSite(sources);
    rmSync(join(workspace, 'web', 'package-lock.json'));
    symlinkSync(modules.get(major) ?? '', join(workspace, 'web', 'node_modules'));
    const run = runWebBuild(workspace, { install: 'off', lint: 'off' });
    const found = JSON.parse(run.outputs['checks'] ?? '') as { id: string; message: string }[];
    const warnings = found.filter(({ id }) => id === 'build-warning').map(({ message }) => message);
    for (const told of ['%VITE_TITLE% is not defined', '/legacy.js', 'gone.wasm', '/gone.png', /eval/])
      expect(warnings).toContainEqual(expect.stringMatching(told));
    expect(warnings).toHaveLength(5);
    // What a check found there too is annotated once, by the check.
    expect(run.log).toContain('::error title=ref-missing,file=web/index.html,line=3::');
    expect(run.log.match(/^::warning title=build-warning/gm)).toHaveLength(1);
  });
});
