import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runWebBuild, smallSite } from './small-site.ts';

describe('web-build on a real Vite project', () => {
  it('is green on a sound site, and says what it is made of', () => {
    const workspace = smallSite();
    const run = runWebBuild(workspace);
    expect(run.log).not.toContain('::error');
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({ result: 'passed', checks: '[]', 'output-directory': 'web/dist' });
    expect(Number(run.outputs['initial-js-gzip'])).toBeGreaterThan(500);
    expect(run.outputs['sizes']).toContain('"file":"index.html"');
    expect(JSON.parse(readFileSync(run.outputs['report'] ?? '', 'utf8'))).toMatchObject({ result: 'passed' });
    expect(run.summary).toContain('Every check passed.');
  });

  it('is red on a missing image, at the line of the source', () => {
    const run = runWebBuild(smallSite({ 'index.html': '<!doctype html>\n<p>\n<img src="/gone.png">\n' }));
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain('::error title=ref-missing,file=web/index.html,line=3::');
    expect(run.outputs['result']).toBe('failed');
  });

  it('finds the output where the configuration puts it', () => {
    const workspace = smallSite({ 'vite.config.js': 'export default { build: { outDir: "../public" } }' });
    const run = runWebBuild(workspace);
    expect(run.exitCode).toBe(0);
    expect(run.outputs['output-directory']).toBe('public');
    expect(existsSync(join(workspace, 'public', 'index.html'))).toBe(true);
  });

  it('tells a leaked secret by name, never by value', () => {
    const site = smallSite({ 'src/main.js': 'console.log(import.meta.env.VITE_API_SECRET)' });
    const run = runWebBuild(site, {}, { VITE_API_SECRET: 'do-not-tell-42' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs['checks']).toContain('env-leak');
    expect(run.log + run.summary + (run.outputs['checks'] ?? '')).not.toContain('do-not-tell-42');
  });

  it('says what lint found, and still proves the site', () => {
    const run = runWebBuild(smallSite({ 'lint.js': 'console.log("error  x is unused"); process.exit(1)' }));
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain('lint failed: npm run lint exited with 1. error  x is unused');
    expect(run.outputs['checks']).toBe('[]');
  });

  it('repeats a linter that crashed beside the build', () => {
    const lint = 'import { existsSync } from "node:fs"; process.exit(existsSync("dist/index.html") ? 0 : 2)';
    const run = runWebBuild(smallSite({ 'lint.js': lint }));
    expect(run.log).toContain('It runs once more, alone.');
    expect(run.exitCode).toBe(0);
  });

  it('explains a lock file that does not match', () => {
    const changed = { scripts: { lint: 'x', build: 'x' }, devDependencies: { vite: '7.0.0' } };
    const run = runWebBuild(smallSite({ 'package.json': JSON.stringify(changed) }));
    expect(run.exitCode).toBe(1);
    expect(run.log).toMatch(/package-lock.json does not match package.json \(.*vite@7/);
  });

  it('ends everything when its time is over', () => {
    const started = Date.now();
    const run = runWebBuild(smallSite({ 'lint.js': 'setInterval(() => {}, 1000)' }), { 'timeout-minutes': '0.1' });
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain("when the step's timeout-minutes ended");
    expect(Date.now() - started).toBeLessThan(15_000);
  });
});
