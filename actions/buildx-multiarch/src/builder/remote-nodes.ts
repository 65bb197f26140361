import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { info, type Mistake } from '@data-profiler-actions/action-kit';
import { builderName, inHome, startBuilder, type Builder } from './builder.ts';
import { callBuildx, isOnPath, type Buildx } from './buildx.ts';
import type { RemoteNode } from './node-list.ts';
import { nodeTrouble, wayTo } from './node-trouble.ts';

/** Builders for the platforms that `nodes` names, each one BuildKit; asking them what they build changes nothing there. */
export interface RemoteNodes {
  readonly builders: ReadonlyMap<string, Builder>;
  readonly mistakes: readonly Mistake[];
  release(): void;
}

export async function openNodes(buildx: Buildx, nodes: readonly RemoteNode[], temp: string): Promise<RemoteNodes> {
  const home = join(temp, builderName());
  if (nodes.length > 0) mkdirSync(home, { recursive: true });
  const opened = await Promise.all(nodes.map((node) => openNode(buildx, node, join(home, `node-${node.place}`))));
  const builders = new Map<string, Builder>();
  const mistakes: Mistake[] = [];
  for (const [place, node] of nodes.entries()) {
    const found = opened[place];
    if (found === undefined) continue;
    const problem = typeof found === 'string' ? found : unfit(found, node.platform);
    if (problem !== undefined || typeof found === 'string')
      mistakes.push({ input: 'nodes', problem: `gives ${node.platform} to ${node.address}, ${problem ?? ''}` });
    else {
      builders.set(node.platform, found);
      info(`${node.platform} is built on ${node.address}.`);
    }
  }
  return { builders, mistakes, release: () => rmSync(home, { recursive: true, force: true, maxRetries: 3 }) };
}

function unfit({ platforms }: Builder, platform: string): string | undefined {
  return platforms.includes(platform) ? undefined : `which cannot build it (it offers ${platforms.join(', ')})`;
}

/** A builder of one node, or why there is none, as the end of a sentence about the node. */
async function openNode(buildx: Buildx, node: RemoteNode, home: string): Promise<Builder | string> {
  const program = wayTo(node.address)?.command;
  if (program !== undefined && !isOnPath(program)) return `which is reached by ${program}, and this machine has none`;
  const trouble = await nodeTrouble(node.address, buildx);
  if (trouble?.lasting === true) return trouble.problem;
  mkdirSync(home, { recursive: true });
  const own = inHome(buildx, home);
  const name = builderName();
  const options = tlsOptions(node.place, home, process.env).flatMap((option) => ['--driver-opt', option]);
  const created = await callBuildx(own, ['create', '--name', name, '--driver', 'remote', ...options, node.address]);
  const silent = (said: string): string => trouble?.problem ?? `which does not answer: ${said}`;
  if (created.exitCode !== 0) return silent(lastLine(created.output) || created.reason);
  const found = await startBuilder(own, name);
  if (typeof found === 'string') return silent(lastLine(found));
  return { ...found, buildx: own, passing: false, release: () => Promise.resolve() };
}

/**
 * Certificates as docker/setup-buildx-action takes them: BUILDER_NODE_<place>_AUTH_TLS_CACERT, _CERT and _KEY hold PEM. Buildx reads files, so they lie
 * in the job's scratch folder, readable by this user alone, until the step ends.
 */
function tlsOptions(place: number, home: string, env: Readonly<Record<string, string | undefined>>): string[] {
  const parts = ['cacert', 'cert', 'key'].flatMap((part) => {
    const pem = env[`BUILDER_NODE_${place}_AUTH_TLS_${part.toUpperCase()}`] ?? '';
    return pem === '' ? [] : [{ part, pem, file: join(home, `${part}.pem`) }];
  });
  for (const { file, pem } of parts) writeFileSync(file, pem, { mode: 0o600 });
  return parts.map(({ part, file }) => `${part}=${file}`);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
