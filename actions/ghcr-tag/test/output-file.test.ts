import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { outputNames, publishOutputs } from '../src/outputs.ts';
import { describeImage } from '../src/decision/metadata.ts';
import { ruleFacts } from '../src/run/facts.ts';
import { decide, event, now, variables } from './decide.ts';

const temp = mkdtempSync(join(tmpdir(), 'ghcr-tag-outputs-'));
const file = join(temp, 'output');

/** Reads the file as the runner does (actions/runner, FileCommandManager): a name, a delimiter, lines up to it. */
function readOutputs(): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = readFileSync(file, 'utf8').split('\n');
  for (let at = 0; at < lines.length && lines[at] !== ''; at += 1) {
    const [, name = '', delimiter = ''] = /^([^=]+?)<<(.+)$/.exec(lines[at] ?? '') ?? [];
    const end = lines.indexOf(delimiter, at + 1);
    expect(end).toBeGreaterThan(at);
    outputs[name] = lines.slice(at + 1, end).join('\n');
    at = end;
  }
  return outputs;
}

it('no branch, description or label breaks the output file or adds an output', () => {
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 80 });
  const nasty = fc.oneof(
    text,
    fc.constantFrom('a\nevil<<x\nb\nx', 'ghadelimiter_1', 'tags=evil', '::set-output name=tags::x'),
  );
  process.env['GITHUB_OUTPUT'] = file;
  fc.assert(
    fc.property(nasty, nasty, nasty, (branch, description, value) => {
      writeFileSync(file, '');
      const run = event(`refs/heads/${branch}`, 'push', { repository: { description } });
      const inputs = { labels: [{ key: 'own', value }], annotations: [], variables };
      const metadata = describeImage(
        ['ghcr.io/org/app'],
        decide(run.ref),
        { event: run, facts: ruleFacts(run, variables, now) },
        inputs,
      );
      publishOutputs(metadata, undefined, { sepTags: '\n', sepLabels: '\n', sepAnnotations: '\n', variables }, temp);
      const outputs = readOutputs();
      expect(Object.keys(outputs).sort()).toEqual([...outputNames].sort());
      expect(outputs['labels']?.split('\n')).toHaveLength(9);
      expect(outputs['tags']?.split('\n')).toEqual(metadata.tags.map(({ name }) => `ghcr.io/org/app:${name}`));
    }),
    { numRuns: 200 },
  );
});
