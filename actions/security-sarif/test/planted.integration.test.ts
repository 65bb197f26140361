import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  startAdvisoryServices,
  type AdvisoryServices,
} from '../../../packages/local-pipeline/src/advisory-services.ts';
import { plantedProject, secrets } from './planted-project.ts';
import { runSecuritySarif, type ActionRun } from './run-action.ts';

let advisories: AdvisoryServices;
beforeAll(async () => {
  advisories = await startAdvisoryServices(mkdtempSync(join(tmpdir(), 'planted-advisories-')));
});
afterAll(() => advisories.close());

function scan(workspace: string): Promise<ActionRun> {
  const { TRIVY_DB, OSV_URL, SAFETY_DB } = advisories.variables;
  const databases = { 'trivy-db': TRIVY_DB, 'osv-url': OSV_URL, 'safety-db': SAFETY_DB };
  return runSecuritySarif(workspace, { 'semgrep-config': '.semgrep/rules.yml', upload: 'off', ...databases });
}

interface Told {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly scanners: readonly string[];
}

const told = (run: ActionRun): readonly Told[] =>
  (JSON.parse(readFileSync(run.outputs['report'] ?? '', 'utf8')) as { findings: Told[] }).findings;
const places = (run: ActionRun): string[] =>
  told(run)
    .map(({ rule, file, line }) => `${rule} ${file}:${line}`)
    .sort();

describe('a project with planted problems', () => {
  const { folder, planted } = plantedProject();
  let run: ActionRun;
  beforeAll(async () => {
    run = await scan(folder);
  }, 600_000);

  it('has each of them told, once, at its line, and nothing else', () => {
    expect(run.log).not.toContain('could not do its work');
    expect(places(run)).toEqual(planted);
    expect(run.summary).not.toContain('no exact version');
  });

  it('has each told by every scanner that can see it', () => {
    const seenBy = (rule: string): readonly string[] | undefined =>
      told(run).find((one) => one.rule === rule)?.scanners;
    expect(seenBy('CVE-2024-35195')).toEqual(['pip-audit', 'safety', 'trivy']);
    expect(seenBy('CVE-2020-14343')).toEqual(['pip-audit', 'safety', 'trivy']);
    expect(seenBy('CVE-2021-23337')).toEqual(['trivy']);
    expect(seenBy('B602')).toEqual(['bandit']);
    expect(seenBy('no-inner-html')).toEqual(['semgrep']);
  });

  it('has its secrets shown nowhere', () => {
    const written = (run.outputs['sarif-files'] ?? '').split('\n').map((file) => readFileSync(file, 'utf8'));
    const shown = [run.log, run.summary, readFileSync(run.outputs['report'] ?? '', 'utf8'), ...written].join('\n');
    for (const secret of secrets) expect(shown).not.toContain(secret);
  });
});

describe('the example', () => {
  it('has what is in it told, and is green: nothing of it is grave', async () => {
    const workspace = mkdtempSync(join(tmpdir(), 'example-'));
    cpSync(join(import.meta.dirname, '..', '..', '..', 'examples', 'data-profiler'), workspace, { recursive: true });
    const run = await scan(workspace);
    const grave = told(run).filter(({ rule }) => !/^B(101|404|603)$/.test(rule));
    expect(grave.map(({ rule, file }) => `${rule} ${file}`).sort()).toEqual([
      'B104 api/profiler/__main__.py',
      'CVE-2024-35195 api/requirements.txt',
      'outgoing-request-follows-redirects api/profiler/source.py',
    ]);
    expect([run.exitCode, run.outputs['result']]).toEqual([0, 'findings']);
  }, 600_000);
});
