import { UserError } from '@data-profiler-actions/action-kit';
import { fetchUv, uvOnPath } from './uv.ts';

/** What environments are made and filled with. `env`: its variables (where downloads are kept, which index). */
export type Installer =
  | { readonly name: 'uv'; readonly uv: string; readonly env: Readonly<Record<string, string>> }
  | { readonly name: 'pip'; readonly env: Readonly<Record<string, string>> };

/** `auto` is uv, from PATH or as a pinned wheel, and pip where neither can be had. */
export async function chooseInstaller(
  wanted: 'auto' | 'uv' | 'pip',
  python: string,
  temp: string,
  signal: AbortSignal,
): Promise<Installer> {
  if (wanted === 'pip') return { name: 'pip', env: {} };
  const onPath = uvOnPath();
  const uv = onPath.ok ? onPath : await fetchUv(python, temp, signal);
  if (uv.ok) return { name: 'uv', uv: uv.program, env: {} };
  if (wanted === 'auto') return { name: 'pip', env: {} };
  throw new UserError(
    `Input "installer" is uv, but none is on PATH and its pinned wheel could not be installed: ${uv.reason}.`,
    'Install it before this step (astral-sh/setup-uv), or let the installer be auto.',
  );
}
