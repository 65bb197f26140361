import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const bundle = join(import.meta.dirname, '../../../dist/plan/index.js');

/** Starts the bundle as a runner does, in a workspace with one Dockerfile. */
function start(inputs: Readonly<Record<string, string>>): { status: number | null; log: string; outputs: string } {
  const home = mkdtempSync(join(tmpdir(), 'plan-'));
  mkdirSync(join(home, 'api'));
  writeFileSync(join(home, 'api', 'Dockerfile.api'), 'FROM scratch\n');
  writeFileSync(join(home, 'out'), '');
  writeFileSync(join(home, 'summary'), '');
  const defaults = {
    platforms: 'linux/amd64, linux/arm64',
    'python-versions': '3.10, 3.11, 3.12',
    strategy: 'auto',
    registry: 'ghcr.io',
    'publish-branches': 'main, develop',
  };
  const given = Object.entries<string>({ ...defaults, ...inputs });
  const env = {
    PATH: process.env['PATH'] ?? '',
    ...Object.fromEntries(given.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    GITHUB_WORKSPACE: home,
    GITHUB_OUTPUT: join(home, 'out'),
    GITHUB_STEP_SUMMARY: join(home, 'summary'),
    GITHUB_EVENT_NAME: 'push',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REPOSITORY: 'org/app',
  };
  const { status, stdout } = spawnSync(process.execPath, [bundle], { env, encoding: 'utf8', timeout: 30_000 });
  return { status, log: stdout, outputs: readFileSync(join(home, 'out'), 'utf8') };
}

describe('the bundle of plan', () => {
  it('plans a push to main', () => {
    const { status, outputs } = start({ images: 'api context=api file=api/Dockerfile.api' });
    expect(status).toBe(0);
    expect(outputs).toContain('"platform":"linux/arm64","runner":"ubuntu-24.04-arm"');
    expect(outputs).toContain('["3.10","3.11","3.12"]');
  });

  it('names every mistake at once and sets nothing', () => {
    const { status, log, outputs } = start({
      images: 'api context=api',
      runners: 'heavy=[self-hosted',
      'builds-per-day': '-3',
    });
    expect(status).toBe(1);
    expect(outputs).toBe('');
    for (const input of ['images', 'runners', 'builds-per-day']) expect(log).toContain(`Input "${input}"`);
  });
});
