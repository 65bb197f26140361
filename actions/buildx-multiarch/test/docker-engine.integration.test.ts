import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startDockerEngine, type DockerEngine } from './workshop/docker-engine.ts';
import { filesWith, leftovers } from './workshop/leftovers.ts';
import { openWorkshop, token, type Workshop } from './workshop/workshop.ts';

let shop: Workshop;
let engine: DockerEngine;
let home: string;

beforeAll(async () => {
  shop = await openWorkshop();
  engine = await startDockerEngine(join(shop.folder, 'engine'));
  home = join(shop.folder, 'home');
  mkdirSync(home);
  engine.equip(home);
});
afterAll(async () => {
  await (engine as DockerEngine | undefined)?.stop();
  await shop.stop();
});
/** No container, no volume with a builder's layers, no builder in the user's own list. */
const remains = (): string =>
  [engine.docker('ps', '--all', '--quiet'), engine.docker('volume', 'ls', '--quiet')].join('');
afterEach(() => expect(remains()).toBe(''));

const environment = (): Readonly<Record<string, string>> => ({ ...engine.environment, HOME: home });
const image = (name: string): string => `${shop.registry}/org/${name}`;

describe('a runner with a Docker engine and no builder', () => {
  it('gets one for the step, in a container, which builds, pushes and is gone afterwards', async () => {
    const run = await shop.run({ image: image('engine'), nodes: '' }, environment());
    expect(run.log).toMatch(/Created the builder data-profiler-\w+; it is removed when the step ends/);
    expect(run.exitCode).toBe(0);
    expect(await shop.manifest('org/engine', 'latest')).toMatchObject({ kind: 'index', digest: run.outputs['digest'] });
    expect(leftovers(run, [token])).toEqual([]);
    expect(readdirSync(join(home, '.docker'))).toEqual(['cli-plugins']);
  });

  it('loses it when the step is cancelled', async () => {
    writeFileSync(
      join(shop.workspace, 'Dockerfile.sleep'),
      'FROM scratch\nARG TARGETARCH\nCOPY probe-$TARGETARCH /probe\nRUN ["/probe", "sleep", "60"]\n',
    );
    const inputs = { image: image('engine-cancelled'), nodes: '', file: 'Dockerfile.sleep', platforms: 'linux/amd64' };
    const run = shop.start(inputs, environment());
    await run.saw(/RUN \["\/probe", "sleep"/);
    run.process.kill('SIGTERM');
    const ended = await run.done;
    expect(ended.log).toContain('the step was cancelled');
    expect(leftovers(ended, [token])).toEqual([]);
  });

  it('keeps it, and no login, when the step is killed outright, until the README’s commands are run', async () => {
    const inputs = { image: image('engine-killed'), nodes: '', file: 'Dockerfile.sleep', platforms: 'linux/amd64' };
    const run = shop.start(inputs, environment());
    await run.saw(/RUN \["\/probe", "sleep"/);
    run.process.kill('SIGKILL');
    const { temp } = await run.done;
    expect(filesWith(temp, [token])).toEqual([]);
    const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');
    const commands = [...readme.matchAll(/`(docker (?:ps|volume)[^`]+xargs[^`]+)`/g)].map((match) => match[1] ?? '');
    expect(commands).toHaveLength(2);
    for (const command of commands)
      expect(spawnSync('sh', ['-c', command], { env: engine.environment, encoding: 'utf8' }).stderr).toBe('');
    expect(await shop.client.listTags('org/engine-killed')).toEqual([]);
  });

  it('gets none for a Dockerfile whose frontend its registry does not have, and hears of all mistakes together', async () => {
    const dockerfile = `# escape=\\\n# syntax=${shop.registry}/org/no-frontend:1\nFROM scratch\n`;
    writeFileSync(join(shop.workspace, 'Dockerfile.syntax'), dockerfile);
    const inputs = { image: image('engine'), nodes: '', file: 'Dockerfile.syntax', tags: '.x' };
    const run = await shop.run(inputs, environment());
    expect(run.log).toContain('2 inputs are wrong');
    expect(run.log).toMatch(
      /names Dockerfile\.syntax, which asks for the frontend "\S+no-frontend:1" in its `# syntax` line \(line 2\): \S+ has no such image; correct it, or leave it out/,
    );
    expect(run.log).not.toContain('Created the builder');
    expect(run.exitCode).toBe(1);
  });

  it('gets one when the network alone does not know of the frontend, and then the build names the line', async () => {
    writeFileSync(join(shop.workspace, 'Dockerfile.syntax'), '# syntax=127.0.0.1:1/frontend:1\nFROM scratch\n');
    const inputs = { image: image('engine'), nodes: '', file: 'Dockerfile.syntax', retries: '0' };
    const run = await shop.run(inputs, environment());
    expect(run.log).toContain('Created the builder');
    expect(run.log).toMatch(/::error [^\n]*file=Dockerfile\.syntax,line=1/);
    expect(run.log).toContain('asks for the frontend 127.0.0.1:1/frontend:1 in its `# syntax` line (line 1)');
    expect(run.exitCode).toBe(1);
  });

  it('loses it when the Dockerfile fails', async () => {
    writeFileSync(join(shop.workspace, 'Dockerfile.fails'), 'FROM scratch\nCOPY nothing /\n');
    const run = await shop.run({ image: image('engine'), nodes: '', file: 'Dockerfile.fails' }, environment());
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain('file=Dockerfile.fails,line=2');
  });

  it('is told what the engine’s own builder cannot do', async () => {
    const run = await shop.run({ image: image('engine'), nodes: '', builder: 'default' }, environment());
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain('its driver "docker" cannot push by digest');
  });

  it('is told what the engine said where no builder can be started', async () => {
    const gone = { ...environment(), DOCKER_HOST: 'unix:///no/such/docker.sock' };
    const run = await shop.run({ image: image('engine'), nodes: '' }, gone);
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain('No builder could be started');
    expect(run.log).toMatch(/Start Docker/);
  });
});

describe('a node in a container', () => {
  it('builds its platform', async () => {
    const config = join(shop.folder, 'node.toml');
    writeFileSync(config, `[registry."${shop.registry}"]\n  http = true\n`);
    const flags = ['--privileged', '--network', 'host', '--volume', `${config}:/node.toml`, '--name', 'node'];
    engine.docker('run', '--detach', ...flags, 'moby/buildkit:buildx-stable-1', '--config', '/node.toml');
    try {
      const nodes = 'linux/amd64=docker-container://node';
      const run = await shop.run({ image: image('contained'), nodes, platforms: 'linux/amd64' }, environment());
      expect(run.log).toContain('linux/amd64 is built on docker-container://node.');
      expect(run.exitCode).toBe(0);
      expect(leftovers(run, [token])).toEqual([]);
    } finally {
      engine.docker('rm', '--force', '--volumes', 'node');
    }
  });

  it.each<readonly [string, string, RegExp]>([
    ['that is not there', 'docker-container://nobody', /where there is no such container/],
    ['that does not run', 'docker-container://idle', /whose container does not run/],
    ['without buildctl', 'docker-container://bare', /whose container has no buildctl on its PATH/],
    ['of a context that nobody has', 'docker-container://bare?context=far', /whose context Docker does not know here/],
    ['by an address that Buildx does not take', 'podman-container://bare', /an address begins with tcp:\/\//],
  ])('%s is named with its cause at once', async (_, address, words) => {
    engine.docker('create', '--network', 'host', '--name', 'idle', 'moby/buildkit:buildx-stable-1');
    // It waits for a BuildKit that never comes, in a container that has no PATH.
    const waits = ['--addr', 'unix:///none.sock', '--wait', 'debug', 'workers'];
    const bare = ['--network', 'host', '--env', 'PATH=/nowhere', '--entrypoint', '/usr/bin/buildctl', '--name', 'bare'];
    engine.docker('run', '--detach', ...bare, 'moby/buildkit:buildx-stable-1', ...waits);
    try {
      const nodes = `linux/amd64=${address}`;
      const run = await shop.run({ image: image('contained'), nodes, platforms: 'linux/amd64' }, environment());
      expect(run.log).toMatch(words);
      expect(run.exitCode).toBe(1);
      expect(run.seconds).toBeLessThan(15);
    } finally {
      engine.docker('rm', '--force', '--volumes', 'idle', 'bare');
    }
  });
});
