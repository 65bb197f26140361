import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openWorkshop, token, type Workshop } from '../../actions/buildx-multiarch/test/workshop/workshop.ts';
import { median } from './median.ts';

const base = 'FROM scratch\nARG TARGETARCH\nCOPY probe-${TARGETARCH} /probe\n';
const computing = (steps: number): string => `${base}RUN ["/probe", "burn", "${steps}"]\n`;

/**
 * Two builders with a platform each and a merge, against one builder that emulates the second platform, on a Dockerfile that computes; and the whole
 * action against the bare `buildx build` that it runs.
 *
 * What can't be had here: a machine of arm64. linux/386 runs natively on x86-64, so it stands for the second native platform: the ratio is that of a
 * native second platform against an emulated one. Two machines would halve the native time again; here both share one.
 */
export async function benchBuildx(): Promise<void> {
  const shop = await openWorkshop();
  try {
    await native(shop);
    await overhead(shop);
  } finally {
    await shop.stop();
  }
}

/** `burn` counts millions of hashes. */
const work = 6;

async function native(shop: Workshop): Promise<void> {
  const context = join(shop.workspace, 'computing');
  mkdirSync(context);
  spawnSync('cp', [join(shop.workspace, 'probe-amd64'), join(shop.workspace, 'probe-arm64'), context]);
  // The x86-64 program under the other name: an amd64 build of it is what a second native machine would do.
  writeFileSync(join(context, 'Dockerfile'), computing(work).replace('probe-${TARGETARCH}', 'probe-amd64'));
  writeFileSync(join(context, 'Dockerfile.emulated'), computing(work));
  const image = `${shop.registry}/org/native`;
  const [onOne, onTwo] = [shop.amd64.address, shop.arm64.address];
  forget(shop);
  const nodes = `linux/amd64=${onOne}\nlinux/386=${onTwo}`;
  const natively = await shop.run({ image, context: 'computing', platforms: 'linux/amd64,linux/386', nodes });
  forget(shop);
  const emulated = await shop.run(
    {
      image: `${shop.registry}/org/emulated`,
      context: 'computing',
      file: 'computing/Dockerfile.emulated',
      nodes: '',
      builder: 'one',
    },
    shop.builders,
  );
  for (const run of [natively, emulated]) if (run.exitCode !== 0) throw new Error(run.log);
  const ratio = natively.seconds / emulated.seconds;
  console.log(
    `Two native platforms and their index, against one builder that emulates the second (${work} million hashes a platform):`,
  );
  console.log(
    `  native ${natively.seconds.toFixed(1)} s   emulated ${emulated.seconds.toFixed(1)} s   ratio ${ratio.toFixed(2)} (budget 0.30; linux/386 stands for the second native platform)`,
  );
}

const rounds = 3;
/** A step that waits stands for one that works: what else the machine does then disturbs neither side. */
const seconds = 12;

/** What the step costs beside the build itself: inputs, preflight, reading back, index, tags and summary. */
async function overhead(shop: Workshop): Promise<void> {
  const ours: number[] = [];
  const theirs: number[] = [];
  writeFileSync(join(shop.workspace, 'Dockerfile.work'), base + `RUN ["/probe", "sleep", "${seconds}"]\n`);
  for (let round = 0; round < rounds; round += 1) {
    forget(shop);
    const run = await shop.run(
      {
        image: `${shop.registry}/org/ours`,
        file: 'Dockerfile.work',
        platforms: 'linux/amd64',
        nodes: '',
        builder: 'one',
      },
      shop.builders,
    );
    if (run.exitCode !== 0) throw new Error(run.log);
    ours.push(run.seconds);
    forget(shop);
    theirs.push(await bare(shop));
  }
  const share = median(ours) / median(theirs) - 1;
  console.log(
    `The whole step against the bare buildx build of the same image, ${seconds} s of work in it, median of ${rounds}:`,
  );
  console.log(
    `  step ${median(ours).toFixed(2)} s   buildx ${median(theirs).toFixed(2)} s   overhead ${(share * 100).toFixed(1)} % (budget 5 %)`,
  );
}

/** Seconds of `buildx build --push`, logged in as the step is. The registry's front is in this process, so it must not wait standing still. */
function bare(shop: Workshop): Promise<number> {
  const config = join(shop.folder, 'bare');
  if (!existsSync(config)) mkdirSync(config);
  const auth = Buffer.from(`octo:${token}`).toString('base64');
  writeFileSync(join(config, 'config.json'), JSON.stringify({ auths: { [shop.registry]: { auth } } }));
  const image = `${shop.registry}/org/theirs:latest`;
  const flags = ['--builder', 'one', 'build', '--push', '-t', image, '--platform', 'linux/amd64'];
  const started = performance.now();
  const child = spawn('buildx', [...flags, '-f', 'Dockerfile.work', '.'], {
    cwd: shop.workspace,
    env: { ...process.env, ...shop.builders, DOCKER_CONFIG: config },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => void (said += chunk.toString('utf8')));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve((performance.now() - started) / 1000);
      else reject(new Error(said));
    });
  });
}

function forget(shop: Workshop): void {
  for (const { address } of [shop.amd64, shop.arm64]) spawnSync('buildctl', ['--addr', address, 'prune', '--all']);
}
