import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BrokenSite } from './broken-site.ts';

/** Outputs that are no site, not this site, or too much of one. */
export const brokenOutputs: readonly BrokenSite[] = [
  { what: 'the build writes elsewhere', id: 'dist-missing', flags: ['--outDir', 'build'] },
  {
    what: 'the build writes elsewhere, an old site stands where it should be',
    id: 'dist-stale',
    files: { 'dist/index.html': '<!doctype html><title>old</title>' },
    flags: ['--outDir', 'build'],
  },
  {
    what: 'a build of scripts alone',
    id: 'index-missing',
    config: 'build: { rollupOptions: { input: "src/main.js" } }',
  },
  {
    what: 'a page that lies one folder too deep',
    id: 'index-missing',
    after: (output) => {
      const aside = join(dirname(output), 'aside');
      renameSync(output, aside);
      mkdirSync(output);
      renameSync(aside, join(output, 'client'));
    },
  },
  {
    what: 'a file of Vite’s manifest lost after the build',
    id: 'manifest-broken',
    also: ['ref-missing'],
    flags: ['--manifest'],
    after: (output) => rmSync(join(output, 'assets'), { recursive: true }),
  },
  {
    what: 'half a manifest',
    id: 'manifest-broken',
    flags: ['--manifest'],
    after: (output) => writeFileSync(join(output, '.vite', 'manifest.json'), '{"index.html": {'),
  },
  { what: 'more JavaScript at first than agreed', id: 'budget', expected: { budgets: ['initial-js 0.5 kB gzip'] } },
  { what: 'a larger site than agreed', id: 'budget', expected: { budgets: ['total 4 kB'] } },
  { what: 'more CSS than agreed', id: 'budget', expected: { budgets: ['assets/*.css 20 B'] } },
];
