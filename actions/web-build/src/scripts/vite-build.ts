import { relative, resolve } from 'node:path';
import {
  childEnvironment,
  isText,
  itemsIn,
  objectOf,
  parseJson,
  runProcess,
  type JsonObject,
} from '@data-profiler-actions/action-kit';
import { millisecondsLeft, type CommandScope } from '../command-context.ts';
import { plugAndPlayFlags } from './plug-n-play.ts';
import { svelteKitOutput } from './svelte-kit.ts';

/** What the project's own Vite says of its build. Paths are absolute; `assetsDir` is relative to the output. */
export interface ViteBuild {
  readonly outDir: string;
  /** Whether the project has a configuration of Vite, and not only Vite itself among its packages. */
  readonly isConfigured: boolean;
  /** As configured: `/`, `/app/`, `./`, or a full address. */
  readonly base: string;
  readonly assetsDir: string;
  /** Empty where there is none. */
  readonly publicDir: string;
  readonly envDir: string;
  readonly envPrefixes: readonly string[];
  readonly kind: 'site' | 'library' | 'server';
  /** Where the project itself asks for a manifest, relative to the output; empty where it does not. */
  readonly manifest: string;
  readonly chunkLimitKb: number;
  /** The pages that are its entries, relative to its root; none where that is left to Vite. */
  readonly pages: readonly string[];
}

const marker = 'web-build:';

/** Run in the project, so that its Vite is the one found. The plugin sees what the project asks for before frameworks add their own, such as a manifest that they take away again. */
const question = (options: string): string => `
const { resolveConfig } = await import('vite');
let manifest;
const handler = ({ build }) => { manifest = build?.manifest; };
const asked = { ...${options}, plugins: [{ name: 'web-build', enforce: 'pre', config: { order: 'pre', handler } }] };
const { root, base, build, environments, publicDir, envDir, envPrefix, configFile, plugins } = await resolveConfig(asked, 'build', 'production', 'production');
const { ssr } = build;
const { outDir, assetsDir, lib, chunkSizeWarningLimit } = (!ssr && environments?.client?.build) || build;
const svelteKit = plugins.some(({ name }) => name === 'vite-plugin-sveltekit-setup');
const input = (build.rolldownOptions ?? build.rollupOptions)?.input ?? [];
console.log(${JSON.stringify(marker)} + JSON.stringify({ root, base, publicDir, envDir, envPrefix, configFile, outDir, assetsDir,
  svelteKit, lib: Boolean(lib), ssr: Boolean(ssr), manifest, chunkSizeWarningLimit, input: typeof input === 'string' ? [input] : Object.values(input) }));
process.exit(0);`;

/** Asks Vite what its configuration comes to, with the flags and the variables of the build script. Undefined where there is no Vite. */
export async function askVite(
  scope: CommandScope,
  flags: object,
  variables: Readonly<Record<string, string>>,
): Promise<ViteBuild | undefined> {
  const told = await runProcess({
    command: process.execPath,
    args: [...plugAndPlayFlags(scope.directory), '--input-type=module', '-e', question(JSON.stringify(flags))],
    cwd: scope.directory,
    env: childEnvironment({ CI: 'true', NODE_ENV: 'production', ...variables }),
    timeoutMs: Math.min(30_000, millisecondsLeft(scope)),
    signal: scope.signal,
  });
  const line = told.stdout.split('\n').find((text) => text.startsWith(marker));
  return told.exitCode !== 0 || line === undefined ? undefined : viteBuild(parseJson(line.slice(marker.length)));
}

/** Reads what Vite answered; what a version does not tell gets Vite's default. */
export function viteBuild(answer: unknown): ViteBuild {
  const told = objectOf(answer);
  const text = (name: string, otherwise = ''): string => (isText(told[name]) ? told[name] : otherwise);
  const root = text('root');
  const limit = told['chunkSizeWarningLimit'];
  return {
    outDir: told['svelteKit'] === true ? svelteKitOutput(root) : resolve(root, text('outDir', 'dist')),
    isConfigured: isText(told['configFile']),
    base: text('base', '/'),
    assetsDir: text('assetsDir', 'assets').replace(/^\.?\/|\/$/g, ''),
    publicDir: text('publicDir'),
    envDir: text('envDir', root),
    envPrefixes: [told['envPrefix'] ?? 'VITE_'].flat().filter(isText),
    kind: kindOf(told),
    manifest: manifestOf(told['manifest']),
    chunkLimitKb: typeof limit === 'number' ? limit : 500,
    pages: itemsIn(told['input'])
      .filter(isText)
      .filter((file) => file.endsWith('.html'))
      .map((file) => (file.startsWith(root) ? relative(root, file) : file.replace(/^\.?\//, ''))),
  };
}

/** SvelteKit builds for a server and for browsers in one go. */
function kindOf({ lib, ssr, svelteKit }: JsonObject): ViteBuild['kind'] {
  if (lib === true) return 'library';
  return ssr === true && svelteKit !== true ? 'server' : 'site';
}

/** `build.manifest` is a path, or true for the usual one. */
function manifestOf(asked: unknown): string {
  if (isText(asked)) return asked;
  return asked === true ? '.vite/manifest.json' : '';
}

/** What Vite begins the addresses of built assets with, where a script names them absolutely; empty where it does not. */
export function assetPrefix({ kind, base, assetsDir }: ViteBuild): string {
  const isAbsolute = /^(\/|https?:\/\/)/.test(base);
  return kind === 'site' && isAbsolute && assetsDir !== '' ? `${base.replace(/\/*$/, '/')}${assetsDir}/` : '';
}
