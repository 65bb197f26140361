import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { filesWith, leftovers } from './workshop/leftovers.ts';
import { startSshMachine, type SshMachine } from './workshop/ssh-machine.ts';
import { fileOf, openWorkshop, token, type Workshop } from './workshop/workshop.ts';

let shop: Workshop;
let machine: SshMachine;

const folderOf = (program: string): string =>
  dirname(spawnSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).stdout.trim());

beforeAll(async () => {
  shop = await openWorkshop();
  machine = await startSshMachine({
    folder: join(shop.folder, 'ssh'),
    variables: { BUILDKIT_HOST: shop.arm64.socket, PATH: `${folderOf('buildctl')}:/usr/bin:/bin` },
  });
});
afterAll(async () => {
  await (machine as SshMachine | undefined)?.stop();
  await shop.stop();
});

const image = (name: string): string => `${shop.registry}/org/${name}`;
const nodes = (address = `ssh://root@${machine.host}`): string =>
  `linux/amd64=${shop.amd64.address}\nlinux/arm64=${address}`;

describe('a node behind SSH', () => {
  it('builds its platform, and nothing of the connection stays', async () => {
    const run = await shop.run({ image: image('ssh'), nodes: nodes() }, machine.environment);
    expect(run.log).toContain(`linux/arm64 is built on ssh://root@${machine.host}.`);
    expect(run.exitCode).toBe(0);
    const index = await shop.manifest('org/ssh', 'latest');
    expect(index).toMatchObject({ kind: 'index', digest: run.outputs['digest'] });
    expect(leftovers(run, [token])).toEqual([]);
  });

  it('that is cancelled leaves no connection behind', async () => {
    writeFileSync(
      join(shop.workspace, 'Dockerfile.sleep'),
      'FROM scratch\nARG TARGETARCH\nCOPY probe-$TARGETARCH /probe\nRUN ["/probe", "sleep", "60"]\n',
    );
    const inputs = { image: image('ssh-cancelled'), nodes: nodes(), file: 'Dockerfile.sleep' };
    const run = shop.start(inputs, machine.environment);
    await run.saw(/linux\/arm64 .*RUN \["\/probe", "sleep"/);
    run.process.kill('SIGTERM');
    const ended = await run.done;
    expect(ended.log).toContain('the step was cancelled');
    expect(ended.exitCode).toBe(1);
    expect(leftovers(ended, [token])).toEqual([]);
  });

  const socket = '/no/such/buildkitd.sock';
  it.each<readonly [string, () => { address?: string; environment: Readonly<Record<string, string>> }, RegExp]>([
    [
      'that nobody has vouched for',
      () => ({ environment: { ...machine.environment, PATH: machine.strangersPath() } }),
      /whose host key nobody has vouched for/,
    ],
    [
      'that takes none of the keys',
      () => ({ environment: { PATH: machine.environment.PATH } }),
      /lets this run in with none of its keys; load the key into an ssh-agent/,
    ],
    [
      'whose BuildKit is elsewhere',
      () => ({ address: `ssh://root@${machine.host}${socket}`, environment: machine.environment }),
      /where no BuildKit answers; start buildkitd there, or name its socket/,
    ],
    [
      'when this machine has no ssh',
      () => ({ environment: { ...machine.environment, PATH: folderOf('buildx') } }),
      /which is reached by ssh, and this machine has none/,
    ],
    [
      'in a pod when this machine has no kubectl',
      () => ({ address: 'kube-pod://buildkit', environment: { PATH: folderOf('buildx') } }),
      /which is reached by kubectl, and this machine has none/,
    ],
  ])('%s is named with its cause, beside everything else that is wrong', async (_, given, words) => {
    const { address, environment } = given();
    const run = await shop.run({ image: image('ssh-refused'), nodes: nodes(address), tags: '.x' }, environment);
    expect(run.log).toContain('2 inputs are wrong');
    expect(run.log).toMatch(words);
    expect(run.exitCode).toBe(1);
    expect(leftovers(run, [token])).toEqual([]);
  });
});

/** A repository that only those may clone who come in by SSH; gives its folder. */
function makeRepository(folder: string): string {
  const git = (...args: string[]): void => {
    const identity = ['-c', 'user.name=octo', '-c', 'user.email=octo@example.com'];
    const { status, stderr } = spawnSync('git', [...identity, '-C', folder, ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  mkdirSync(folder);
  git('init', '--quiet', '--initial-branch=main');
  writeFileSync(join(folder, 'word'), 'from the private repository\n');
  git('add', '.');
  git('commit', '--quiet', '--message', 'One file');
  return folder;
}

describe('an agent of SSH', () => {
  it('reaches its RUN, and nothing of its key goes anywhere', async () => {
    const dockerfile = `FROM scratch
ARG TARGETARCH
COPY probe-$TARGETARCH /probe
RUN --mount=type=ssh ["/probe", "agent"]
ADD ssh://root@${machine.host}${makeRepository(join(shop.folder, 'private.git'))}#main /private
`;
    writeFileSync(join(shop.workspace, 'Dockerfile.ssh'), dockerfile);
    const run = await shop.run(
      {
        image: image('agent'),
        file: 'Dockerfile.ssh',
        ssh: 'default',
        mode: 'build',
        exchange: 'artifact',
        provenance: 'mode=max',
        cache: 'gha',
      },
      { ...shop.services.results.environment, ...machine.environment },
    );
    expect(run.exitCode).toBe(0);
    expect(run.log.match(/the agent signs with 1 key/g)).toHaveLength(2);
    const built = `${image('agent')}@${run.outputs['digest'] ?? ''}`;
    const { backendUrl } = shop.services.registry;
    expect(fileOf(backendUrl, built, 'arm64', 'private/word')).toBe('from the private repository\n');
    const secret = machine.key.split('\n').slice(2, 5);
    for (const text of [run.log, run.summary, JSON.stringify(run.outputs)])
      for (const line of secret) expect(text).not.toContain(line);
    expect(leftovers(run, secret)).toEqual([]);
    for (const place of ['storage', 'services', 'amd64', 'arm64'])
      expect(filesWith(join(shop.folder, place), secret)).toEqual([]);
  });
});
