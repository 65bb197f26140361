import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../../../packages/local-pipeline/src/free-port.ts';
import { unpackedDebian } from '../../../../packages/local-pipeline/src/tools/debian-archive.ts';

/** OpenSSH's server on loopback with keys of its own, an agent that holds the one key it lets in, and a client that knows the server. */
export interface SshMachine {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** Of the agent, and of a PATH whose `ssh` knows the server. */
  readonly environment: { readonly SSH_AUTH_SOCK: string; readonly PATH: string };
  /** The private key, as it lies in a file. */
  readonly key: string;
  /** What a client must know of the server: a line of known_hosts. */
  readonly knownHost: string;
  /** A PATH whose `ssh` has never met the server. */
  strangersPath(): string;
  stop(): Promise<void>;
}

export interface SshMachineRequest {
  readonly folder: string;
  /** Variables of everybody who logs in. */
  readonly variables: Readonly<Record<string, string>>;
}

export async function startSshMachine({ folder, variables }: SshMachineRequest): Promise<SshMachine> {
  mkdirSync(folder, { recursive: true });
  const at = (name: string): string => join(folder, name);
  for (const name of ['host-key', 'user-key']) call('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(name)]);
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const publicKey = readFileSync(at('host-key.pub'), 'utf8').split(' ').slice(0, 2).join(' ');
  const knownHost = `[127.0.0.1]:${port} ${publicKey}`;
  const server = await startServer(at, port, variables);
  const agent = spawn('ssh-agent', ['-D', '-a', at('agent.sock')], { stdio: 'ignore' });
  await until('ssh-agent', () => existsSync(at('agent.sock')));
  call('ssh-add', ['-q', at('user-key')], { SSH_AUTH_SOCK: at('agent.sock') });
  return {
    host,
    environment: { SSH_AUTH_SOCK: at('agent.sock'), PATH: clientPath(at('client'), `${knownHost}\n`) },
    key: readFileSync(at('user-key'), 'utf8'),
    knownHost,
    strangersPath: () => clientPath(at('stranger'), ''),
    stop: async () => {
      await Promise.all([server, agent].map(end));
    },
  };
}

/** Only here, in a namespace of its own, is there the user that the server gives up its rights to. */
async function startServer(
  at: (name: string) => string,
  port: number,
  variables: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const root = await unpackedDebian('sshd', console.log);
  const set = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${at('host-key')}`,
    'PidFile none',
    `AuthorizedKeysFile ${at('user-key.pub')}`,
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'UsePAM no',
    'StrictModes no',
    'PermitRootLogin prohibit-password',
    ...(set.length > 0 ? [`SetEnv ${set.join(' ')}`] : []),
  ];
  writeFileSync(at('sshd_config'), `${lines.join('\n')}\n`);
  const users = readFileSync('/etc/passwd', 'utf8').replaceAll(/^sshd:.*\n/gm, '');
  writeFileSync(at('passwd'), `${users}sshd:x:199:65534::/run/sshd:/usr/sbin/nologin\n`);
  const script =
    'mount --bind "$0" /etc/passwd && mount -t tmpfs -o mode=755 tmpfs /run && mkdir /run/sshd && exec "$@"';
  const sshd = join(root, 'usr', 'sbin', 'sshd');
  const command = ['sh', '-c', script, at('passwd'), sshd, '-D', '-e', '-f', at('sshd_config')];
  const log = openSync(at('sshd.log'), 'w');
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'unshare', '--mount', ...command], {
    stdio: ['ignore', log, log],
    env: { PATH: process.env['PATH'], LD_LIBRARY_PATH: libraries(root) },
  });
  await until('sshd', () => {
    const said = readFileSync(at('sshd.log'), 'utf8');
    if (child.exitCode !== null) throw new Error(`sshd did not start:\n${said}`);
    return said.includes('Server listening');
  });
  return child;
}

function libraries(root: string): string {
  const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  return join(root, 'usr', 'lib', `${machine}-linux-gnu`);
}

/** OpenSSH finds a user's own files by the account, whatever HOME says: this client is told where they are. */
function clientPath(folder: string, knownHosts: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'known_hosts'), knownHosts);
  writeFileSync(
    join(folder, 'config'),
    `Host *\n  UserKnownHostsFile ${join(folder, 'known_hosts')}\n  GlobalKnownHostsFile /dev/null\n`,
  );
  const ssh = spawnSync('sh', ['-c', 'command -v ssh'], { encoding: 'utf8' }).stdout.trim();
  const program = join(folder, 'ssh');
  writeFileSync(program, `#!/bin/sh\nexec ${ssh} -F ${join(folder, 'config')} "$@"\n`);
  chmodSync(program, 0o755);
  return `${folder}:${process.env['PATH'] ?? ''}`;
}

function call(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, ...env } });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
}

async function until(what: string, isReady: () => boolean): Promise<void> {
  for (let look = 0; look < 100; look += 1) {
    if (isReady()) return;
    await sleep(50);
  }
  throw new Error(`${what} is not ready after five seconds`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'close');
  child.kill('SIGTERM');
  await ended;
}
