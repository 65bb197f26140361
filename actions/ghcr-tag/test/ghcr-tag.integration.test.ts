import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const bundle = join(import.meta.dirname, '../../../dist/ghcr-tag/index.js');

/** Starts the bundle as a runner does, on a push to main. */
function start(inputs: Readonly<Record<string, string>>): { status: number | null; log: string; outputs: string } {
  const home = mkdtempSync(join(tmpdir(), 'ghcr-tag-'));
  writeFileSync(join(home, 'out'), '');
  writeFileSync(join(home, 'summary'), '');
  const given = Object.entries({ latest: 'auto', context: 'workflow', ...inputs });
  const env = {
    PATH: process.env['PATH'] ?? '',
    ...Object.fromEntries(given.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    RUNNER_TEMP: home,
    GITHUB_OUTPUT: join(home, 'out'),
    GITHUB_STEP_SUMMARY: join(home, 'summary'),
    GITHUB_EVENT_NAME: 'push',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
    GITHUB_REPOSITORY: 'Org/App',
  };
  const { status, stdout } = spawnSync(process.execPath, [bundle], { env, encoding: 'utf8', timeout: 30_000 });
  return { status, log: stdout, outputs: readFileSync(join(home, 'out'), 'utf8') };
}

describe('the bundle of ghcr-tag', () => {
  it('tags a push to main', () => {
    const { status, outputs } = start({});
    expect(status).toBe(0);
    expect(outputs).toContain('ghcr.io/org/app:main\nghcr.io/org/app:sha-0123456\nghcr.io/org/app:latest\n');
    expect(outputs).toContain('index:org.opencontainers.image.version=main');
    const bake = /^(\/.*docker-metadata-action-bake\.json)$/m.exec(outputs)?.[1] ?? '';
    expect(readFileSync(bake, 'utf8')).toContain('"docker-metadata-action"');
  });

  it('names every mistake at once and sets nothing', () => {
    const { status, log, outputs } = start({
      images: 'ghcr.io/foo bar/baz',
      tags: 'type=raw,value=x,enabled=false',
      flavor: 'lates=true',
      labels: 'nothing',
      push: 'true',
    });
    expect(status).toBe(1);
    expect(outputs).toBe('');
    for (const input of ['images', 'tags', 'flavor', 'labels', 'push']) expect(log).toContain(`Input "${input}"`);
    expect(log).toContain('did you mean enable?');
  });
});
