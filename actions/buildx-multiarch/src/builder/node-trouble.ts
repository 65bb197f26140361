import { childEnvironment, runProcess, type ProcessResult } from '@data-profiler-actions/action-kit';
import type { Buildx } from './buildx.ts';
import { containerWay } from './container-node.ts';
import type { Cause, NodeTrouble, Way } from './node-way.ts';
import { podWay } from './pod-node.ts';
import { socketTrouble } from './socket-node.ts';
import { sshWay } from './ssh-node.ts';

/** Goes the way that Buildx will go, and says where it ends: Buildx itself waits for 20 seconds and tells no reason. Undefined when it leads somewhere. */
export async function nodeTrouble(address: string, { env, signal }: Buildx): Promise<NodeTrouble | undefined> {
  const way = wayTo(address);
  if (way === undefined) return socketTrouble(address, signal);
  const { command, args } = way;
  const result = await runProcess({ command, args, env: childEnvironment(env), timeoutMs: 30_000, signal });
  return result.outcome === 'exited' && result.exitCode === 0 ? undefined : explainTrouble(way, result);
}

/** Of those addresses behind which a program goes. */
export function wayTo(address: string): Way | undefined {
  return sshWay(address) ?? podWay(address) ?? containerWay(address);
}

type Said = Pick<ProcessResult, 'exitCode' | 'reason' | 'output'>;

/** What the program and buildctl say, with what can be done about it; Docker says on stdout what it could not start. */
export function explainTrouble({ command, causes }: Way, { exitCode, reason, output }: Said): NodeTrouble {
  const known = [...causes, ...causesOfBuildctl].find(({ words }) => words.test(output));
  if (known) return known;
  const last = output.trim().split('\n').at(-1)?.trim() ?? '';
  const said = last === '' ? reason || `${command} ended with exit code ${exitCode}` : last;
  return { lasting: false, problem: `which does not answer: ${said}` };
}

/** What `buildctl dial-stdio` says wherever it is, or a container that lacks it. */
const causesOfBuildctl: readonly Cause[] = [
  {
    words: /exec: "buildctl": executable file not found/,
    lasting: true,
    problem: 'whose container has no buildctl on its PATH; run BuildKit’s own image there (moby/buildkit)',
  },
  {
    words: /connect: permission denied/,
    lasting: true,
    problem:
      'where this user may not talk to BuildKit; log in as its owner, or start buildkitd with --group and put the user into that group',
  },
  {
    words: /expected unix:/,
    lasting: true,
    problem: 'where BUILDKIT_HOST names no unix socket; the way through buildctl ends at one',
  },
  {
    words: /dial unix/,
    lasting: true,
    problem: 'where no BuildKit answers; start buildkitd there',
  },
];
