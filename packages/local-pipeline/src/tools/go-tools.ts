import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@data-profiler-actions/action-kit';
import { cached } from './cache-folder.ts';
import { isOnPath } from './debian-packages.ts';
import { runTool } from './run-tool.ts';

interface GoTool {
  readonly module: string;
  readonly version: string;
  readonly commands: readonly string[];
  /** Under which name a command is wanted whose folder is named for something else. */
  readonly names?: Readonly<Record<string, string>>;
}

const buildkit: GoTool = {
  module: 'github.com/moby/buildkit',
  version: 'v0.34.2',
  commands: ['cmd/buildkitd', 'cmd/buildctl'],
};
const buildx: GoTool = { module: 'github.com/docker/buildx', version: 'v0.38.2', commands: ['cmd/buildx'] };

const crane: GoTool = {
  module: 'github.com/google/go-containerregistry',
  version: 'v0.22.1',
  commands: ['cmd/crane'],
};

const passHelper: GoTool = {
  module: 'github.com/docker/docker-credential-helpers',
  version: 'v0.9.12',
  commands: ['pass/cmd'],
  names: { cmd: 'docker-credential-pass' },
};

/** A folder with buildkitd, buildctl and buildx, built from source where they are not there yet. */
export function goTools(say: (message: string) => void): Promise<string> {
  return built([buildkit, buildx], say);
}

/** A folder with crane, by which tests look at a registry through another client's eyes. */
export function craneTool(say: (message: string) => void): Promise<string> {
  return built([crane], say);
}

/** A folder with docker-credential-pass, which keeps Docker's logins in a password store. */
export function credentialHelperTool(say: (message: string) => void): Promise<string> {
  return built([passHelper], say);
}

async function built(tools: readonly GoTool[], say: (message: string) => void): Promise<string> {
  const name = tools.map(({ module, version }) => `${module.split('/').at(-1) ?? ''}-${version}`).join('-');
  const folder = await cached(`go-tools-${name}`, async (target) => {
    if (!isOnPath('go'))
      throw new UserError(
        'go is missing on this machine; BuildKit and Buildx are built with it.',
        'Install Go 1.26 or newer, or start a Docker engine with Buildx.',
      );
    for (const tool of tools) {
      say(`Building ${tool.module} ${tool.version} (once, a few minutes) …`);
      await build(tool, target);
    }
  });
  return join(folder, 'bin');
}

/** `go install` of BuildKit is refused for its exclude directives; a module of our own that imports the commands is not. */
async function build({ module, version, commands, names = {} }: GoTool, target: string): Promise<void> {
  const source = join(target, 'source', module.replaceAll('/', '-'));
  mkdirSync(source, { recursive: true });
  writeFileSync(join(source, 'go.mod'), 'module tools\n');
  const imports = commands.map((command) => `import _ "${module}/${command}"\n`).join('');
  writeFileSync(join(source, 'tools.go'), `//go:build tools\n\npackage tools\n\n${imports}`);
  const env = { GOBIN: join(target, 'bin'), GOFLAGS: '-mod=mod' };
  await runTool('go', ['get', `${module}@${version}`], { cwd: source, env });
  await runTool('go', ['mod', 'tidy'], { cwd: source, env });
  await runTool('go', ['install', ...commands.map((command) => `${module}/${command}`)], { cwd: source, env });
  for (const [given, wanted] of Object.entries(names))
    renameSync(join(target, 'bin', given), join(target, 'bin', wanted));
}
