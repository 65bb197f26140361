import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { InputSpec } from '@data-profiler-actions/action-kit';
import { parse } from 'yaml';
import { bundledActions, manifestOf, readmeOf, root } from '../../scripts/tree.ts';

interface Manifest {
  readonly inputs: Readonly<
    Record<string, { readonly description?: string; readonly default?: string | number | boolean }>
  >;
  readonly outputs: Readonly<Record<string, { readonly description?: string }>>;
  readonly runs: { readonly using: string; readonly main: string };
}

describe.each(bundledActions)('the contract of %s', (action) => {
  const manifest = parse(readFileSync(join(root, manifestOf(action)), 'utf8')) as Manifest;
  const readme = readFileSync(join(root, readmeOf(action)), 'utf8');

  async function specOf(): Promise<InputSpec> {
    const loaded = (await import(join(root, 'actions', action, 'src', 'inputs.ts'))) as { inputSpec: InputSpec };
    return loaded.inputSpec;
  }

  it('declares exactly the inputs that the code reads', async () => {
    expect(Object.keys(manifest.inputs).sort()).toEqual(Object.keys(await specOf()).sort());
  });

  it('has a default for every input that the code itself accepts', async () => {
    const refused = Object.entries(await specOf()).flatMap(([name, kind]) => {
      const value = String(manifest.inputs[name]?.default ?? '');
      const parsed = value.includes('${{') ? { ok: true as const } : kind.parse(value);
      return parsed.ok ? [] : [`${name}: ${parsed.problem}`];
    });
    expect(refused).toEqual([]);
  });

  it('declares exactly the outputs that the code sets', async () => {
    const loaded = (await import(join(root, 'actions', action, 'src', 'outputs.ts'))) as {
      outputNames: readonly string[];
    };
    expect(Object.keys(manifest.outputs).sort()).toEqual([...loaded.outputNames].sort());
  });

  it('describes every input and output', () => {
    const entries = [...Object.entries(manifest.inputs), ...Object.entries(manifest.outputs)];
    expect(entries.filter(([, { description }]) => !description?.trim()).map(([name]) => name)).toEqual([]);
  });

  it('keeps expressions out of descriptions, where a runner refuses them', () => {
    const all = Object.values({ ...manifest.inputs, ...manifest.outputs });
    expect(all.filter(({ description = '' }) => description.includes('${{'))).toEqual([]);
  });

  it('runs on node24, from a bundle that exists', () => {
    expect(manifest.runs.using).toBe('node24');
    expect(existsSync(join(root, manifestOf(action), '..', manifest.runs.main))).toBe(true);
  });

  it('lists every input and output in its README', () => {
    const missing = [...Object.keys(manifest.inputs), ...Object.keys(manifest.outputs)].filter(
      (name) => !readme.includes(`| \`${name}\` |`),
    );
    expect(missing).toEqual([]);
  });
});
