import { childEnvironment, runProcess, type ProcessResult } from '@data-profiler-actions/action-kit';
import type { Buildx } from './buildx.ts';

/** Why a node behind SSH does not work, as the end of a sentence about it. */
export interface SshTrouble {
  readonly problem: string;
  /** Waiting changes nothing. */
  readonly lasting: boolean;
}

interface SshAddress {
  /** `-l user -p port -- host`, as Buildx gives them to ssh. */
  readonly destination: readonly string[];
  /** Of the BuildKit there; empty for its usual socket. */
  readonly socket: string;
}

const pattern = /^ssh:\/\/(?:([^\s@/:]+)@)?(\[[\da-f:]+\]|[^\s@/:?#]+)(?::(\d+))?(\/[^\s?#]*)?$/i;

/** Reads `ssh://user@host:port/path/to/buildkitd.sock`, of which only the host must be there. */
export function readSshAddress(address: string): SshAddress | undefined {
  const [found, user = '', host = '', port = '', socket = ''] = pattern.exec(address) ?? [];
  if (found === undefined) return undefined;
  const option = (flag: string, value: string): string[] => (value === '' ? [] : [flag, value]);
  const destination = [...option('-l', user), ...option('-p', port), '--', host.replace(/^\[|\]$/g, '')];
  return { destination, socket: socket === '/' ? '' : socket };
}

/** Goes the way that Buildx will go, and says where it ends: Buildx itself waits for 20 seconds and tells no reason. Undefined when it leads somewhere. */
export async function sshTrouble(address: string, { env, signal }: Buildx): Promise<SshTrouble | undefined> {
  const read = readSshAddress(address);
  if (read === undefined) return undefined;
  const socket = read.socket === '' ? [] : ['--addr', `unix://${read.socket}`];
  const options = ['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=15'];
  const result = await runProcess({
    command: 'ssh',
    args: [...options, ...read.destination, 'buildctl', ...socket, 'dial-stdio'],
    env: childEnvironment(env),
    timeoutMs: 30_000,
    signal,
  });
  return result.outcome === 'exited' && result.exitCode === 0 ? undefined : explainSsh(result);
}

type Said = Pick<ProcessResult, 'exitCode' | 'reason' | 'stderr'>;

/** What ssh and buildctl say, with what can be done about it. */
export function explainSsh({ exitCode, reason, stderr }: Said): SshTrouble {
  const known = causes.find(({ words }) => words.test(stderr));
  if (known) return known;
  const last = stderr.trim().split('\n').at(-1)?.trim() ?? '';
  const said = last === '' ? reason || `ssh ended with exit code ${exitCode}` : last;
  return { lasting: false, problem: `which does not answer: ${said}` };
}

const causes: readonly (SshTrouble & { readonly words: RegExp })[] = [
  {
    words: /IDENTIFICATION HAS CHANGED/,
    lasting: true,
    problem:
      'which shows another host key than ~/.ssh/known_hosts holds for it; find out why, and only then put the new key there',
  },
  {
    words: /Host key verification failed|host key is known/,
    lasting: true,
    problem:
      'whose host key nobody has vouched for; put the line of known_hosts that you know to be right into ~/.ssh/known_hosts in a step before',
  },
  {
    words: /Permission denied \(/,
    lasting: true,
    problem:
      'which lets this run in with none of its keys; load the key into an ssh-agent in a step before, and hand SSH_AUTH_SOCK to this one',
  },
  {
    words: /Could not resolve hostname/,
    lasting: true,
    problem: 'whose host name means nothing here; correct it',
  },
  {
    words: /buildctl: (command |)not found|buildctl: No such file/i,
    lasting: true,
    problem:
      'which has no buildctl on the PATH of a login without a terminal; install it there beside BuildKit, such as in /usr/local/bin',
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
    problem: 'where BUILDKIT_HOST names no unix socket; the way through SSH ends at one',
  },
  {
    words: /dial unix/,
    lasting: true,
    problem:
      'where no BuildKit answers; start buildkitd there, or name its socket as ssh://user@host/path/to/buildkitd.sock',
  },
];
