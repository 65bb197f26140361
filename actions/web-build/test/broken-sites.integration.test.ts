import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { soundProject, type BrokenSite } from './broken-sites/broken-site.ts';
import { buildSites, type BuiltBrokenSite } from './broken-sites/build-sites.ts';
import { brokenContents } from './broken-sites/contents.ts';
import { brokenOutputs } from './broken-sites/outputs.ts';
import { brokenReferences } from './broken-sites/references.ts';
import { brokenSitesTable } from './broken-sites/table.ts';
import { viteVersions, type ViteVersion } from './vite-versions.ts';

const broken: readonly BrokenSite[] = [...brokenReferences, ...brokenContents, ...brokenOutputs];
const sound: BrokenSite = { what: 'nothing', id: 'ref-missing', files: soundProject };
const built = new Map<ViteVersion, readonly BuiltBrokenSite[]>();

beforeAll(async () => {
  for (const version of viteVersions) built.set(version, await buildSites(version, [...broken, sound]));
}, 300_000);

describe.each(viteVersions)('built with Vite $vite', (version) => {
  const found = (what: string): BuiltBrokenSite | undefined =>
    built.get(version)?.find(({ site }) => site.what === what);

  it.each(broken)('$what: $id', ({ what, id, also = [] }) => {
    const findings = id === 'build-warning' ? found(what)?.warnings : found(what)?.validation.findings;
    expect([...new Set(findings?.map((item) => item.id))].sort()).toEqual([id, ...also].sort());
  });

  it('a sound site has no finding', () => {
    expect(found('nothing')).toMatchObject({ plain: 'green, silent', validation: { findings: [] } });
  });
});

describe('the README', () => {
  const file = join(import.meta.dirname, '..', 'README.md');

  it('tells of each what plain `vite build` says (UPDATE_README=1 writes it)', () => {
    const versions = [...built].map(([version, sites]) => [version, sites.slice(0, -1)] as const);
    const table = brokenSitesTable(new Map(versions));
    if (process.env['UPDATE_README'] === '1') writeTable(file, table);
    expect(readFileSync(file, 'utf8')).toContain(table);
  });
});

function writeTable(file: string, table: string): void {
  const marks = /(?<=<!-- broken-sites:start -->\n)[\s\S]*?(?=<!-- broken-sites:end -->)/;
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(marks, () => `\n${table}\n\n`),
  );
}
