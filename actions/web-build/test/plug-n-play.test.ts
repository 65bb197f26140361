import { describe, expect, it } from '@jest/globals';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { plugAndPlayFlags } from '../src/scripts/plug-n-play.ts';
import { folder } from './site-fixture.ts';

describe('a project without node_modules', () => {
  it('is asked through the hooks that Yarn wrote beside its lock file', () => {
    const root = folder({ '.pnp.cjs': '', '.pnp.loader.mjs': '' });
    mkdirSync(join(root, 'apps', 'web'), { recursive: true });
    expect(plugAndPlayFlags(join(root, 'apps', 'web'))).toEqual([
      '--require',
      join(root, '.pnp.cjs'),
      '--experimental-loader',
      expect.stringContaining('.pnp.loader.mjs'),
    ]);
    expect(plugAndPlayFlags(folder({}))).toEqual([]);
  });
});
