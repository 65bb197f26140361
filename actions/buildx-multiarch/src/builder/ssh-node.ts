import type { Cause, Way } from './node-way.ts';

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

/** The way that Buildx goes to `ssh://…`, without a question that nobody could answer. */
export function sshWay(address: string): Way | undefined {
  const read = readSshAddress(address);
  if (read === undefined) return undefined;
  const socket = read.socket === '' ? [] : ['--addr', `unix://${read.socket}`];
  const options = ['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=15'];
  const args = [...options, ...read.destination, 'buildctl', ...socket, 'dial-stdio'];
  return { command: 'ssh', args, causes };
}

const causes: readonly Cause[] = [
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
    // Before what buildctl says elsewhere: an address through SSH may name the socket.
    words: /dial unix(?!.*connect: permission denied)/,
    lasting: true,
    problem:
      'where no BuildKit answers; start buildkitd there, or name its socket as ssh://user@host/path/to/buildkitd.sock',
  },
];
