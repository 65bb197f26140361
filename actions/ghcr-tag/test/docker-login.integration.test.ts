import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openLab, token, type Lab } from './registry-lab.ts';
import { startAction } from './start-action.ts';

let lab: Lab;

beforeAll(async () => {
  lab = await openLab({ membersOnly: true });
});
afterAll(() => lab.close());

/** A folder for DOCKER_CONFIG. */
function dockerFolder(name: string, config: unknown): string {
  const folder = join(lab.scratch, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  return folder;
}

const release = { tags: 'type=semver,pattern={{version}}' };
const ofTag = { GITHUB_REF: 'refs/tags/v1.2.3' };

describe('after docker/login-action, a private registry without `credentials`', () => {
  const signedIn = (): unknown => ({
    auths: { [lab.host]: { auth: Buffer.from(`octocat:${token}`).toString('base64') } },
  });

  it('has its tags read, so that latest is decided and not withheld', async () => {
    const images = `${lab.host}/o/app`;
    await lab.seed('o/app', '1.2.2', 'older');
    const anonymous = await startAction(lab.scratch, { images, ...release }, ofTag);
    expect(anonymous.outputs['tag-names']).toBe('1.2.3');
    const DOCKER_CONFIG = dockerFolder('listing', signedIn());
    const { outputs, log } = await startAction(lab.scratch, { images, ...release }, { ...ofTag, DOCKER_CONFIG });
    expect(outputs['tag-names']).toBe('1.2.3\nlatest');
    expect(log).not.toContain('::warning');
  });

  it('takes a promoted image', async () => {
    const digest = await lab.seed('o/app', 'sha-1', 'new');
    const DOCKER_CONFIG = dockerFolder('promoting', signedIn());
    const inputs = { images: `${lab.host}/o/app`, tags: 'stable', promote: 'sha-1' };
    const { status, outputs } = await startAction(lab.scratch, inputs, { DOCKER_CONFIG });
    expect([status, outputs['digest']]).toEqual([0, digest]);
    expect(await lab.behind.headManifest('o/app', 'stable')).toBe(digest);
  });

  it('asks the credential helper that Docker names, and only when the registry wants a login', async () => {
    const DOCKER_CONFIG = dockerFolder('helper', { credHelpers: { [lab.host]: 'lab' } });
    const [helper, asked] = [join(DOCKER_CONFIG, 'docker-credential-lab'), join(DOCKER_CONFIG, 'asked')];
    const answer = JSON.stringify({ Username: 'octocat', Secret: token });
    writeFileSync(helper, `#!/bin/sh\ncat >> '${asked}'\necho '${answer}'\n`);
    chmodSync(helper, 0o755);
    writeFileSync(asked, '');
    const env = { DOCKER_CONFIG, PATH: [DOCKER_CONFIG, process.env['PATH'] ?? ''].join(delimiter) };
    const images = `${lab.host}/o/app`;
    await startAction(lab.scratch, { images }, env);
    expect(readAsked(asked)).toBe('');
    expect((await startAction(lab.scratch, { images, ...release }, { ...ofTag, ...env })).outputs['tag-names']).toBe(
      '1.2.3\nlatest',
    );
    expect(readAsked(asked)).toBe(lab.host);
  });
});

const readAsked = (file: string): string => readFileSync(file, 'utf8').trim();
