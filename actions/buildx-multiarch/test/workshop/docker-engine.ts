import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdirSync, openSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { unpackedDebian } from '../../../../packages/local-pipeline/src/tools/debian-archive.ts';

/** A Docker engine of its own, which holds BuildKit's image as a runner's engine would have pulled it. */
export interface DockerEngine {
  /** DOCKER_HOST, and a PATH with `docker` and without a standalone buildx. */
  readonly environment: { readonly DOCKER_HOST: string; readonly PATH: string };
  /** Output of a docker command, without the last newline. */
  docker(...args: string[]): string;
  /** Makes `docker buildx` work for whoever has this folder as home. */
  equip(home: string): void;
  stop(): Promise<void>;
}

const buildkitImage = 'moby/buildkit:buildx-stable-1';

export async function startDockerEngine(folder: string): Promise<DockerEngine> {
  const at = (name: string): string => join(folder, name);
  mkdirSync(at('runtime'), { recursive: true });
  const root = await unpackedDebian('dockerd', console.log);
  const programs = [at('runtime'), join(root, 'usr/bin'), join(root, 'usr/sbin'), '/usr/sbin:/usr/bin:/sbin:/bin'];
  writeRuntime(at('runtime/runc'));
  const socket = `unix://${at('docker.sock')}`;
  const places = [
    '--data-root',
    at('data'),
    '--exec-root',
    at('exec'),
    '--pidfile',
    at('docker.pid'),
    '--host',
    socket,
  ];
  const network = ['--bridge=none', '--iptables=false', '--ip6tables=false', '--ip-masq=false'];
  const log = openSync(at('dockerd.log'), 'w');
  const engine = spawn('setpriv', ['--pdeathsig', 'TERM', 'dockerd', ...places, ...network], {
    stdio: ['ignore', log, log],
    env: { PATH: programs.join(':') },
  });
  const environment = { DOCKER_HOST: socket, PATH: programs.slice(1).join(':') };
  const docker = (...args: string[]): string => call('docker', args, environment).stdout.trim();
  const stop = async (): Promise<void> => {
    const ended = once(engine, 'close');
    engine.kill('SIGTERM');
    await ended;
    unmountBelow(folder);
  };
  try {
    await untilReady(environment, () => engine.exitCode !== null);
    importBuildKit(at('buildkit'), environment);
  } catch (error) {
    await stop();
    throw new Error(readFileSync(at('dockerd.log'), 'utf8').slice(-3000), { cause: error });
  }
  return { environment, docker, equip, stop };
}

async function untilReady(environment: Readonly<Record<string, string>>, hasEnded: () => boolean): Promise<void> {
  for (let look = 0; look < 100 && !hasEnded(); look += 1) {
    if (spawnSync('docker', ['version'], { env: environment }).status === 0) return;
    await sleep(100);
  }
  throw new Error('dockerd did not start');
}

/** The engine leaves the namespace of its host network mounted. */
function unmountBelow(folder: string): void {
  const places = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '');
  for (const place of places.filter((each) => each.startsWith(`${folder}/`)).reverse()) call('umount', [place], {});
}

function equip(home: string): void {
  mkdirSync(join(home, '.docker', 'cli-plugins'), { recursive: true });
  symlinkSync(whereIs('buildx'), join(home, '.docker', 'cli-plugins', 'docker-buildx'));
}

/** A privileged container asks for every capability that the kernel knows: those that this machine itself may not have are left out. */
function writeRuntime(file: string): void {
  const script = `#!/bin/sh
previous=
for word in "$@"; do
  case "$previous" in
    --bundle) request=$word/config.json ;;
    --process) request=$word ;;
    *) request= ;;
  esac
  [ -z "$request" ] || sed -i 's/"CAP_SYS_RESOURCE",//g; s/,"CAP_SYS_RESOURCE"//g' "$request"
  previous=$word
done
exec ${whereIs('runc')} "$@"
`;
  writeFileSync(file, script);
  chmodSync(file, 0o755);
}

/** BuildKit's own image is not at hand; one of the same programs under its name is. Buildx takes it where it cannot pull. */
function importBuildKit(folder: string, environment: Readonly<Record<string, string>>): void {
  mkdirSync(join(folder, 'usr/bin'), { recursive: true });
  mkdirSync(join(folder, 'tmp'));
  const copy = (file: string, target = file): void => {
    mkdirSync(dirname(join(folder, target)), { recursive: true });
    copyFileSync(file, join(folder, target));
  };
  for (const program of ['buildkitd', 'buildctl', 'runc']) copy(whereIs(program), `usr/bin/${program}`);
  const libraries = call('ldd', [whereIs('runc'), whereIs('buildkitd')], {}).stdout.match(/\/\S+\.so\S*/g) ?? [];
  for (const library of new Set(libraries)) copy(library);
  const archive = join(folder, '..', 'buildkit.tar');
  call('tar', ['-C', folder, '-cf', archive, '.'], {});
  const changes = ['ENTRYPOINT ["buildkitd"]', 'ENV PATH=/usr/bin', 'VOLUME /var/lib/buildkit'];
  call('docker', ['import', ...changes.flatMap((change) => ['--change', change]), archive, buildkitImage], environment);
}

function whereIs(program: string): string {
  return call('sh', ['-c', `command -v ${program}`], {}).stdout.trim();
}

function call(command: string, args: readonly string[], env: Readonly<Record<string, string>>): { stdout: string } {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, ...env } });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
  return { stdout };
}
