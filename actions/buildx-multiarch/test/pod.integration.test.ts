import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { leftovers } from './workshop/leftovers.ts';
import { startPodMachine, type PodMachine } from './workshop/pod-machine.ts';
import { fileOf, openWorkshop, token, type Workshop } from './workshop/workshop.ts';

let shop: Workshop;
let machine: PodMachine;

beforeAll(async () => {
  shop = await openWorkshop();
  const programs = dirname(spawnSync('sh', ['-c', 'command -v buildctl'], { encoding: 'utf8' }).stdout.trim());
  machine = startPodMachine({
    folder: join(shop.folder, 'pod'),
    variables: { BUILDKIT_HOST: shop.arm64.socket, PATH: `${programs}:/usr/bin:/bin` },
  });
});
afterAll(() => shop.stop());

const image = (name: string): string => `${shop.registry}/org/${name}`;
const nodes = (pod: string): string => `linux/amd64=${shop.amd64.address}\nlinux/arm64=kube-pod://${pod}`;

describe('a node in a pod, reached by a stand-in for kubectl that runs the pod’s own buildctl', () => {
  it('builds its platform, and nothing of the connection stays', async () => {
    const run = await shop.run({ image: image('pod'), nodes: nodes('buildkit?namespace=builds') }, machine.environment);
    expect(run.log).toContain('linux/arm64 is built on kube-pod://buildkit?namespace=builds.');
    expect(run.exitCode).toBe(0);
    expect(fileOf(shop.services.registry.backendUrl, `${image('pod')}:latest`, 'arm64', 'architecture')).toBe(
      'arm64\n',
    );
    expect(leftovers(run, [token])).toEqual([]);
  });

  it('that is cancelled leaves no connection behind', async () => {
    const dockerfile = 'FROM scratch\nARG TARGETARCH\nCOPY probe-$TARGETARCH /probe\nRUN ["/probe", "sleep", "60"]\n';
    writeFileSync(join(shop.workspace, 'Dockerfile.sleep'), dockerfile);
    const inputs = { image: image('cancelled'), nodes: nodes('buildkit?namespace=builds'), file: 'Dockerfile.sleep' };
    const run = shop.start(inputs, machine.environment);
    await run.saw(/linux\/arm64 .*RUN \["\/probe", "sleep"/);
    run.process.kill('SIGTERM');
    const ended = await run.done;
    expect(ended.exitCode).toBe(1);
    expect(leftovers(ended, [token])).toEqual([]);
  });

  it.each<readonly [string, string, RegExp]>([
    ['that is not there', 'other?namespace=builds', /where there is no such pod; .*\?namespace=/],
    ['without buildctl', 'bare?namespace=builds', /whose container has no buildctl on its PATH/],
    ['whose BuildKit does not answer', 'silent?namespace=builds', /where no BuildKit answers/],
    ['that is not this run’s to enter', 'buildkit?namespace=locked', /needs `get` on pods and `create` on pods\/exec/],
    ['of a context that nobody has', 'buildkit?context=far', /whose context the kubeconfig does not hold/],
    ['with a name that no pod has', 'build_kit', /write kube-pod:\/\/pod/],
    ['with an option that means nothing', 'buildkit?ns=builds', /write kube-pod:\/\/pod, with \?namespace=/],
  ])('%s is named with its cause at once, beside everything else that is wrong', async (_, pod, words) => {
    const run = await shop.run({ image: image('refused'), nodes: nodes(pod), tags: '.x' }, machine.environment);
    expect(run.log).toContain('2 inputs are wrong');
    expect(run.log).toMatch(words);
    expect(run.seconds).toBeLessThan(15);
    expect(leftovers(run, [token])).toEqual([]);
  });

  it('is not found without the kubeconfig, and people are told to hand it on', async () => {
    const run = await shop.run(
      { image: image('refused'), nodes: nodes('buildkit') },
      { PATH: machine.environment.PATH },
    );
    expect(run.log).toContain('but kubectl knows no cluster here; write a kubeconfig in a step before');
    expect(run.exitCode).toBe(1);
  });
});
