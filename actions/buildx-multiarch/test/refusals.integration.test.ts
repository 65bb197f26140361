import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openWorkshop, type Workshop } from './workshop/workshop.ts';

let shop: Workshop;
beforeAll(async () => {
  shop = await openWorkshop();
});
afterAll(() => shop.stop());

const image = (name: string): string => `${shop.registry}/org/${name}`;

describe('a Dockerfile', () => {
  const write = (name: string, text: string): void => writeFileSync(join(shop.workspace, name), text);
  const base = 'FROM scratch\nARG TARGETARCH\nCOPY probe-$TARGETARCH /probe\n';

  it('that fails is annotated at its line, with its own words, and is not tried again', async () => {
    write('Dockerfile.fails', `${base}RUN ["/probe", "fail"]\n`);
    const run = await shop.run({ image: image('fails'), file: 'Dockerfile.fails' });
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain('file=Dockerfile.fails,line=4');
    expect(run.log).not.toContain('try 2 of');
    for (const words of ['boom', '>>> RUN', 'exit code: 3']) expect(run.summary).toContain(words);
    expect(await shop.client.listTags('org/fails')).toEqual([]);
  });

  it('with findings of BuildKit’s checks is green, each finding annotated once at its line', async () => {
    write('Dockerfile.checks', `${base}ENV A b\n`);
    const run = await shop.run({ image: image('checks'), file: 'Dockerfile.checks' });
    expect(run.exitCode).toBe(0);
    expect(run.log.match(/::warning [^\n]*title=LegacyKeyValueFormat[^\n]*line=4/g)).toHaveLength(1);
  });

  it('whose frontend cannot be had is named at its first line, with the remedy', async () => {
    write('Dockerfile.syntax', `# syntax=${shop.registry}/org/no-frontend:1\n${base}`);
    const run = await shop.run({ image: image('syntax'), file: 'Dockerfile.syntax' });
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain('file=Dockerfile.syntax,line=1');
    expect(run.log).toContain('Leave it out to use the frontend built in BuildKit');
  });

  it('outside the context is built, and people are told what COPY sees', async () => {
    mkdirSync(join(shop.workspace, 'api'), { recursive: true });
    for (const name of ['probe-amd64', 'probe-arm64'])
      writeFileSync(join(shop.workspace, 'api', name), readFileSync(join(shop.workspace, name)));
    write('Dockerfile.outside', base);
    const run = await shop.run({ image: image('outside'), file: 'Dockerfile.outside', context: 'api', push: 'false' });
    expect(run.log).toContain('::notice::The Dockerfile Dockerfile.outside lies outside the context api');
    expect(run.exitCode).toBe(0);
  });
});

describe('inputs', () => {
  it('that are wrong are all named before a builder is touched', async () => {
    const run = await shop.run({
      image: image('Wrong'),
      tags: '.x',
      nodes: 'linux/s390x=tcp://127.0.0.1:1',
      file: 'none',
      'secret-files': 'a=nowhere',
      push: 'true',
      output: 'x.tar',
      digests: 'sha256:1',
      retries: '99',
    });
    expect(run.exitCode).toBe(1);
    const words = [
      'must be lower-case',
      '".x"',
      'linux/s390x',
      'names none',
      'nowhere',
      'takes the place of a push',
      'no digest',
      'belongs to mode merge',
      '"99"',
    ];
    for (const word of words) expect(run.log).toContain(word);
    expect(run.log).not.toContain('Cache:');
  });

  it('name platforms that the builder cannot build together with the rest', async () => {
    const run = await shop.run(
      { image: image('x'), nodes: '', builder: 'one', platforms: 'linux/s390x', tags: '.x' },
      shop.builders,
    );
    expect(run.log).toContain('2 inputs are wrong');
    expect(run.log).toContain('linux/s390x, which the builder cannot build');
  });

  it('are of no use without the runner’s folder for temporary files, which is named', async () => {
    const run = await shop.run({ image: image('x') }, { RUNNER_TEMP: join(shop.folder, 'nowhere') });
    expect(run.exitCode).toBe(1);
    expect(run.log).toMatch(/::error::RUNNER_TEMP is \S+nowhere, which cannot be written to/);
    expect(run.log).not.toContain('fault of this action');
  });

  it('for a merge without digests say where to get them', async () => {
    const run = await shop.run({ image: image('x'), mode: 'merge' });
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain('give the digest output of every build leg');
  });

  it('that name no image publish the repository’s own, in lower case', async () => {
    const run = await shop.run({ push: 'false' }, { GITHUB_REPOSITORY: 'Some-Org/The.App' });
    expect(run.exitCode).toBe(0);
    expect(run.log).toContain('Preflight passed: ghcr.io/some-org/the.app');
  });

  it('leave the user’s Docker and Buildx configuration as they are', async () => {
    const run = await shop.run({ image: image('nodes') });
    expect(existsSync(join(run.temp, '.docker'))).toBe(false);
    expect(existsSync(join(shop.builders.BUILDX_CONFIG, 'refs'))).toBe(false);
  });
});
