import { resolve } from 'node:path';
import type { CommandScope } from '../command-context.ts';
import { askVite, type ViteBuild } from './vite-build.ts';

export interface BuildPlace {
  /** Absolute. */
  readonly outputDirectory: string;
  /** Where Vite builds the site; undefined for other bundlers, and for frameworks that only use Vite inside. */
  readonly vite?: ViteBuild;
}

/** Where the build writes: what Vite's configuration and the build script say, else `dist`. */
export async function buildPlace(scope: CommandScope, buildScript: string): Promise<BuildPlace> {
  const flags = viteFlags(buildScript);
  const vite = await askVite(scope, flags.config, scriptVariables(buildScript));
  const outputDirectory = flags.outDir === '' ? (vite?.outDir ?? 'dist') : flags.outDir;
  const isVites = vite?.isConfigured === true || /\bvite\b/.test(buildScript);
  return {
    outputDirectory: resolve(scope.directory, flags.config.root ?? '', outputDirectory),
    ...(vite && isVites && { vite }),
  };
}

interface ViteFlags {
  readonly configFile?: string;
  readonly mode?: string;
  readonly root?: string;
  readonly base?: string;
  readonly build?: Readonly<Record<string, string | boolean>>;
}

/** The flags of `vite build` that decide where and what it writes. */
export function viteFlags(script: string): { outDir: string; config: ViteFlags } {
  const call = /\bvite build\b([^&|;]*)/.exec(script)?.[1] ?? '';
  const flag = (names: string): string =>
    new RegExp(String.raw`(?:^|\s)(?:${names})[= ]["']?([^\s"']+)`).exec(call)?.[1] ?? '';
  const configFile = flag('--config|-c');
  const mode = flag('--mode|-m');
  const root = /^\s+(?!-)(\S+)/.exec(call)?.[1] ?? '';
  const base = flag('--base');
  const assetsDir = flag('--assetsDir');
  const build = {
    ...(assetsDir && { assetsDir }),
    ...(/\s--manifest\b/.test(call) && { manifest: true }),
    ...(/\s--ssr\b/.test(call) && { ssr: true }),
  };
  const isPlain = Object.keys(build).length === 0;
  return {
    outDir: flag('--outDir'),
    config: {
      ...(configFile && { configFile }),
      ...(mode && { mode }),
      ...(root && { root }),
      ...(base && { base }),
      ...(!isPlain && { build }),
    },
  };
}

/** The variables that a script sets for `vite build`, as a shell or cross-env does; those of Node itself are not for another program. */
export function scriptVariables(script: string): Record<string, string> {
  const assignment = String.raw`\w+=(?:"[^"]*"|'[^']*'|[^\s"'$]*)`;
  const set =
    new RegExp(String.raw`(?:^|[&|;]|cross-env(?:-shell)?)\s*((?:${assignment}\s+)+)(?:npx\s+)?vite build\b`).exec(
      script,
    )?.[1] ?? '';
  const pairs = [...set.matchAll(/(\w+)=(?:"([^"]*)"|'([^']*)'|(\S*))/g)].map(
    ([, name = '', double, single, bare]) => [name, double ?? single ?? bare ?? ''] as const,
  );
  return Object.fromEntries(pairs.filter(([name]) => name !== 'NODE_OPTIONS'));
}
