import type { Mistake } from '@data-profiler-actions/action-kit';
import { normalPlatform } from './builder-inspection.ts';
import { readSshAddress } from './ssh-node.ts';

/** A BuildKit elsewhere that builds one platform. `place` counts from 0 in the order of the lines. */
export interface RemoteNode {
  readonly platform: string;
  readonly address: string;
  readonly place: number;
}

export interface NodeList {
  readonly nodes: readonly RemoteNode[];
  readonly mistakes: readonly Mistake[];
}

/** How Buildx's remote driver reaches a BuildKit (docs.docker.com/build/builders/drivers/remote, and its connection helpers). */
const schemes = ['tcp', 'unix', 'ssh', 'kube-pod', 'docker-container', 'podman-container'] as const;

/** Reads `platform=address` lines; every platform must be one of those that are built, and stand once. */
export function readNodes(lines: readonly string[], platforms: readonly string[]): NodeList {
  const nodes: RemoteNode[] = [];
  const mistakes: Mistake[] = [];
  for (const [place, line] of lines.entries()) {
    const at = line.indexOf('=');
    const node = {
      platform: normalPlatform(line.slice(0, Math.max(at, 0)).trim()),
      address: line.slice(at + 1).trim(),
      place,
    };
    const problem = problemOf(line, node, platforms, nodes);
    if (problem === undefined) nodes.push(node);
    else mistakes.push({ input: 'nodes', problem });
  }
  return { nodes, mistakes };
}

function problemOf(
  line: string,
  { platform, address }: RemoteNode,
  platforms: readonly string[],
  before: readonly RemoteNode[],
): string | undefined {
  if (platform === '' || address === '')
    return `needs platform=address on every line, such as linux/arm64=tcp://arm.example:1234; got "${line}"`;
  const scheme = /^([a-z-]+):\/\/./.exec(address)?.[1] ?? '';
  if (!schemes.some((known) => known === scheme))
    return `gives ${platform} to "${address}"; an address begins with ${schemes.map((known) => `${known}://`).join(', ')}`;
  if (scheme === 'tcp' && !/^tcp:\/\/[^/:]+:\d+$|^tcp:\/\/\[[0-9a-f:]+\]:\d+$/i.test(address))
    return `gives ${platform} to "${address}", which has no port; write tcp://host:1234`;
  if (scheme === 'ssh' && readSshAddress(address) === undefined)
    return `gives ${platform} to "${address}"; write ssh://user@host, with :port and the path of BuildKit’s socket where they are not the usual ones`;
  if (!platforms.includes(platform))
    return `gives ${platform} a builder, but \`platforms\` does not hold it (${platforms.join(', ')})`;
  return before.some((node) => node.platform === platform) ? `names ${platform} more than once` : undefined;
}
