import { beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from '../src/checks/validate.ts';
import { bundle, bundlerProject, bundlers } from './other-bundlers.ts';

const expected = { base: '/', budgets: [], secrets: [] };
let project = '';

beforeAll(async () => {
  project = await bundlerProject();
}, 300_000);

describe.each(bundlers)('a site that $name builds', (bundler) => {
  it('is sound, and broken where a style or script of its page is lost', async () => {
    const output = await bundle(project, bundler);
    const sound = await validate(output, expected);
    expect(sound.findings).toEqual([]);
    expect(sound.checkedReferences).toBeGreaterThan(0);
    expect(sound.sizes?.initial[0]?.js.bytes).toBeGreaterThan(10);

    const lost = sound.sizes?.initial[0]?.files[0] ?? '';
    expect(readdirSync(output, { recursive: true })).toContain(lost);
    rmSync(join(output, lost));
    const { findings } = await validate(output, expected);
    expect(new Set(findings.map(({ id }) => id))).toEqual(new Set(['ref-missing']));
  });
});
