import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRegistryClient } from '@data-profiler-actions/oci';
import type { Fault } from '../../packages/local-pipeline/src/services/faults.ts';
import { startServices, type Services } from '../../packages/local-pipeline/src/services/index.ts';
import { root } from '../../scripts/tree.ts';
import { inputVariables } from '../input-variables.ts';
import { median } from './median.ts';
import { pushTwoPlatforms } from './two-platforms.ts';

const rounds = 21;
const token = 'ghs_bench';
const tags = ['main', 'sha-0123456', 'latest'];
const lines = [
  { name: 'loopback', delay: 0, budget: 1 },
  { name: '20 ms of latency', delay: 20, budget: 0.75 },
] as const;

interface Merge {
  readonly services: Services;
  readonly folder: string;
  readonly digests: readonly string[];
}

/**
 * A merge of two platforms, attested, under three tags, against `buildx imagetools create` on the same registry behind the same token front; whole
 * processes, in turn. Ours proves besides that it may write, and reads back what it wrote.
 */
export async function benchMerge(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-merge-'));
  const faults: Fault[] = [];
  const run = { repository: 'org/app', actor: 'octo', token, faults };
  const services = await startServices({ scratch: join(folder, 'scratch'), storage: join(folder, 'storage'), ...run });
  try {
    const client = createRegistryClient({ registry: services.registry.backendUrl.replace('http://', '') });
    const merge = { services, folder, digests: await pushTwoPlatforms(client, 'org/app') };
    client.close();
    for (const { name, delay, budget } of lines) {
      faults.splice(0);
      if (delay > 0) faults.push({ service: 'registry', path: /./, delayMilliseconds: delay, times: Infinity });
      await compare(merge, name, budget);
    }
  } finally {
    await services.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(merge: Merge, name: string, budget: number): Promise<void> {
  const times = { ours: [] as number[], theirs: [] as number[] };
  const requests = { ours: 0, theirs: 0 };
  for (let round = 0; round < rounds; round += 1) {
    // Who goes first changes from pair to pair: neither profits from what the other has warmed.
    const pair = [
      ['ours', ours],
      ['theirs', theirs],
    ] as const;
    for (const [who, start] of round % 2 === 0 ? pair : pair.toReversed()) {
      const before = merge.services.registry.journal.length;
      times[who].push(await start(merge));
      requests[who] = merge.services.registry.journal.length - before;
    }
  }
  const [we, they] = [median(times.ours), median(times.theirs)];
  console.log(
    `  ${name.padEnd(18)} ${we.toFixed(0).padStart(5)} ms, ${requests.ours} requests   buildx imagetools create ${they.toFixed(0).padStart(5)} ms, ${requests.theirs} requests   ratio ${(we / they).toFixed(2)} (budget ${budget})`,
  );
}

function ours({ services, folder, digests }: Merge): Promise<number> {
  const { host } = services.registry;
  const inputs = {
    mode: 'merge',
    image: `${host}/org/app`,
    tags: tags.join(','),
    platforms: 'linux/amd64,linux/arm64',
    push: 'true',
    cache: 'off',
    provenance: 'auto',
    sbom: 'false',
    exchange: 'none',
    retries: '0',
    'timeout-minutes': '5',
    credentials: `${host} octo ${token}`,
    digests: digests.join(','),
  };
  const event = join(folder, 'event.json');
  writeFileSync(event, JSON.stringify({ head_commit: { timestamp: '2026-01-02T03:04:05Z' } }));
  const context = {
    GITHUB_EVENT_NAME: 'push',
    GITHUB_EVENT_PATH: event,
    GITHUB_REF: 'refs/heads/main',
    GITHUB_SHA: '0123456789abcdef',
    GITHUB_REPOSITORY: 'org/app',
    GITHUB_WORKSPACE: folder,
    RUNNER_TEMP: folder,
    // As a runner gives them.
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary'),
  };
  return timed(process.execPath, [join(root, 'dist', 'buildx-multiarch', 'index.js')], {
    ...context,
    ...inputVariables(inputs),
  });
}

function theirs({ services, folder, digests }: Merge): Promise<number> {
  const { host } = services.registry;
  const config = join(folder, 'docker');
  mkdirSync(config, { recursive: true });
  const auth = Buffer.from(`octo:${token}`).toString('base64');
  writeFileSync(join(config, 'config.json'), JSON.stringify({ auths: { [host]: { auth } } }));
  const image = `${host}/org/app`;
  const flags = ['imagetools', 'create', ...tags.flatMap((tag) => ['-t', `${image}:${tag}`])];
  return timed('buildx', [...flags, ...digests.map((digest) => `${image}@${digest}`)], { DOCKER_CONFIG: config });
}

/** Milliseconds of a whole process; the services answer from this one meanwhile. */
function timed(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<number> {
  const started = performance.now();
  const child = spawn(command, args, {
    env: { PATH: process.env['PATH'], HOME: tmpdir(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const take = (chunk: Buffer): void => void (said += chunk.toString('utf8'));
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(performance.now() - started);
      else reject(new Error(`${command} ended with ${String(code)}:\n${said}`));
    });
  });
}
