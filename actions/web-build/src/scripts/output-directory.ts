import { childEnvironment, runProcess } from '@data-profiler-actions/action-kit';
import { resolve } from 'node:path';
import type { Bench } from './step-run.ts';

const marker = 'web-build:';

/** Asks the project's own Vite what its configuration comes to; run in the project, so that its Vite is the one found. */
const ask = (options: string): string => `
const { resolveConfig } = await import('vite');
const config = await resolveConfig(${options}, 'build', 'production', 'production');
console.log(${JSON.stringify(marker)} + JSON.stringify({ root: config.root, outDir: config.build.outDir }));
process.exit(0);`;

/** Where the build writes: what Vite's configuration and the build script say, else `dist`. Absolute. */
export async function outputDirectory(bench: Bench, buildScript: string): Promise<string> {
  const flags = viteFlags(buildScript);
  const told = await runProcess({
    command: process.execPath,
    args: ['--input-type=module', '-e', ask(JSON.stringify(flags.config))],
    cwd: bench.directory,
    env: childEnvironment({ NODE_ENV: 'production' }),
    timeoutMs: Math.max(1, Math.min(30_000, bench.deadline - Date.now())),
    signal: bench.signal,
  });
  const line = told.stdout.split('\n').find((text) => text.startsWith(marker));
  if (told.exitCode !== 0 || line === undefined) return resolve(bench.directory, flags.outDir || 'dist');
  const { root, outDir } = JSON.parse(line.slice(marker.length)) as { root: string; outDir: string };
  return resolve(root, flags.outDir || outDir);
}

/** The flags of `vite build` that decide where it writes. */
export function viteFlags(script: string): { outDir: string; config: Readonly<Record<string, string>> } {
  const call = /\bvite build\b([^&|;]*)/.exec(script)?.[1] ?? '';
  const flag = (names: string): string =>
    new RegExp(String.raw`(?:^|\s)(?:${names})[= ]["']?([^\s"']+)`).exec(call)?.[1] ?? '';
  const configFile = flag('--config|-c');
  const mode = flag('--mode|-m');
  const root = /^\s+(?!-)(\S+)/.exec(call)?.[1] ?? '';
  return {
    outDir: flag('--outDir'),
    config: { ...(configFile && { configFile }), ...(mode && { mode }), ...(root && { root }) },
  };
}
