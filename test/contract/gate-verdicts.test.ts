import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { root } from '../../scripts/tree.ts';

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

const workflow = parse(readFileSync(join(root, '.github', 'workflows', 'pipeline.yml'), 'utf8')) as Workflow;
const script = workflow.jobs['gate']?.steps[0]?.run ?? '';
const jobs = ['Plan', 'Test: API', 'Test: Web', 'Security', 'Build', 'Publish'];

/** Runs the gate's script as a runner does, with every job passed but those given. */
function gate(given: Readonly<Record<string, string>>): { status: number | null; log: string; summary: string } {
  const summary = join(mkdtempSync(join(tmpdir(), 'gate-')), 'summary');
  writeFileSync(summary, '');
  const ends = jobs.map((job) => `${job} = ${given[job] ?? 'needed success'}\n`).join('');
  const env = { PATH: process.env['PATH'] ?? '', GITHUB_STEP_SUMMARY: summary, JOBS: ends };
  const { status, stdout } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], { env, encoding: 'utf8' });
  return { status, log: stdout, summary: readFileSync(summary, 'utf8') };
}

describe('the verdict of the gate', () => {
  it('is green when every job passed', () => {
    expect(gate({})).toMatchObject({ status: 0 });
  });

  it('is green when only what the plan left out was skipped', () => {
    const { status, summary } = gate({ 'Test: Web': 'off skipped', Build: 'off skipped', Publish: 'off skipped' });
    expect(status).toBe(0);
    expect(summary).toContain('| Test: Web | ➖ left out by the plan |');
  });

  const ends = jobs.flatMap((job) => ['failure', 'cancelled', 'skipped', ''].map((result) => [job, result] as const));
  it.each(ends)('is red when %s had to pass and ended as "%s"', (job, result) => {
    const { status, log, summary } = gate({ [job]: `needed ${result}` });
    expect(status).toBe(1);
    expect(log).toContain(`::error title=Gate::${job} had to pass and ended as ${result || 'unknown'}`);
    expect(summary).toContain(`| ${job} | ❌ had to pass`);
  });

  it.each(jobs.flatMap((job) => ['success', 'failure', 'cancelled'].map((result) => [job, result] as const)))(
    'is red when %s was left out and yet ended as "%s"',
    (job, result) => {
      const { status, log } = gate({ [job]: `off ${result}` });
      expect(status).toBe(1);
      expect(log).toContain(`${job} was left out by the plan and ended as ${result}`);
    },
  );
});
