import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openWorkshop, type Workshop } from '../../actions/buildx-multiarch/test/workshop/workshop.ts';

/** `burn` counts millions of hashes: what compiling and installing is in a real Dockerfile. */
const work = 4;

interface Way {
  readonly name: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly warm: boolean;
}

/**
 * The ways to build one image for two platforms, as ratios of the fastest: the table of docs/runner-comparison.md. A machine of arm64 can't be had here:
 * linux/386, which x86-64 runs natively, stands for the second native platform, and a second builder on this machine for the second machine.
 */
export async function benchWaysOfBuilding(): Promise<void> {
  const shop = await openWorkshop();
  try {
    const seconds = new Map<string, number>();
    for (const way of ways(shop)) seconds.set(way.name, await measure(shop, way));
    print(seconds);
  } finally {
    await shop.stop();
  }
}

function ways(shop: Workshop): Way[] {
  const context = join(shop.workspace, 'ways');
  mkdirSync(context);
  spawnSync('cp', [join(shop.workspace, 'probe-amd64'), join(shop.workspace, 'probe-arm64'), context]);
  const run = `RUN ["/probe", "burn", "${work}"]\nARG LATE=first\nENV LATE=\${LATE}\n`;
  writeFileSync(join(context, 'Dockerfile'), `FROM scratch\nARG TARGETARCH\nCOPY probe-\${TARGETARCH} /probe\n${run}`);
  writeFileSync(join(context, 'native'), `FROM scratch\nCOPY probe-amd64 /probe\n${run}`);
  const image = (name: string): string => `${shop.registry}/org/${name}`;
  const nodes = `linux/amd64=${shop.amd64.address}\nlinux/386=${shop.arm64.address}`;
  const emulated = { image: image('emulated'), context: 'ways', nodes: '', builder: 'one' };
  const native = {
    image: image('native'),
    context: 'ways',
    file: 'ways/native',
    platforms: 'linux/amd64,linux/386',
    nodes,
  };
  const late = { 'build-args': 'LATE=second' };
  return [
    { name: 'one runner, the second platform emulated', inputs: emulated, warm: false },
    { name: 'the same, its layer cache warm', inputs: { ...emulated, ...late }, warm: true },
    { name: 'a native runner each, and a merge', inputs: native, warm: false },
    { name: 'the same, their layer caches warm', inputs: { ...native, ...late }, warm: true },
  ];
}

/** A warm way follows its cold one and finds its layers; only what comes after the work has changed. */
async function measure(shop: Workshop, { inputs, warm }: Way): Promise<number> {
  if (!warm)
    for (const { address } of [shop.amd64, shop.arm64]) spawnSync('buildctl', ['--addr', address, 'prune', '--all']);
  const run = await shop.run(inputs, 'builder' in inputs ? shop.builders : {});
  if (run.exitCode !== 0) throw new Error(run.log);
  return run.seconds;
}

function print(seconds: ReadonlyMap<string, number>): void {
  const native = seconds.get('a native runner each, and a merge') ?? Number.NaN;
  console.log(
    `One image for two platforms, ${work} million hashes a platform, against native runners with cold caches:`,
  );
  for (const [name, each] of seconds)
    console.log(`  ${name.padEnd(42)} ${each.toFixed(1).padStart(6)} s  ${(each / native).toFixed(2).padStart(6)}`);
}
