import type { Mistake } from '@data-profiler-actions/action-kit';
import { normalPlatform } from './builder-inspection.ts';
import { wayTo } from './node-trouble.ts';

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
const schemes = ['tcp', 'unix', 'ssh', 'kube-pod', 'docker-container'] as const;

/** Addresses behind which a program goes, as they are written. */
const forms: Readonly<Record<string, string>> = {
  ssh: 'ssh://user@host, with :port and the path of BuildKit’s socket where they are not the usual ones',
  'kube-pod': 'kube-pod://pod, with ?namespace=…&container=…&context=… where they are not kubectl’s own',
  'docker-container': 'docker-container://name, with ?context=… where it is not the current one',
};

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
  const form = forms[scheme];
  if (form !== undefined && wayTo(address) === undefined) return `gives ${platform} to "${address}"; write ${form}`;
  if (!platforms.includes(platform))
    return `gives ${platform} a builder, but \`platforms\` does not hold it (${platforms.join(', ')})`;
  return before.some((node) => node.platform === platform) ? `names ${platform} more than once` : undefined;
}
