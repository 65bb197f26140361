import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { data, Evaluator, Lexer, Parser, wellKnownFunctions } from '@actions/expressions';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { root } from '../../scripts/tree.ts';

type Result = 'success' | 'failure' | 'cancelled' | 'skipped';
interface Job {
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly steps: readonly { readonly run?: string; readonly env?: Readonly<Record<string, string>> }[];
}

const workflow = parse(readFileSync(join(root, '.github', 'workflows', 'pipeline.yml'), 'utf8')) as {
  readonly jobs: Readonly<Record<string, Job>>;
};
const gate = workflow.jobs['gate'];

/** One job's own end in place of success; `cancelled` is a cancellation of the whole run while that job runs. */
interface Edge {
  readonly job?: string;
  readonly end?: Result;
  readonly publish?: boolean;
  readonly skip?: readonly string[];
  readonly inputs?: Readonly<Record<string, string>>;
}

/** GitHub's expression engine over the contexts of a job. */
function evaluate(text: string, contexts: object, status: Readonly<Record<string, boolean>> = {}): data.ExpressionData {
  const functions = Object.entries(status).map(([name, value]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(value),
  }));
  const known = new Map(
    Object.entries({ ...wellKnownFunctions, ...Object.fromEntries(functions.map((each) => [each.name, each])) }),
  );
  const { tokens } = new Lexer(text).lex();
  const expression = new Parser(tokens, Object.keys(contexts), [...known.values()]).parse();
  return new Evaluator(
    expression,
    JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary,
    known,
  ).evaluate();
}

/** How each job ends, in the order of the file: GitHub asks a job's `if` once its needs have ended, and adds `success()` where no status is asked for. */
function run({ job: struck, end = 'success', publish = true, skip = [], inputs = {} }: Edge): Record<string, Result> {
  const results: Record<string, Result> = {};
  let cancelled = false;
  for (const [id, job] of Object.entries(workflow.jobs)) {
    if (id === 'gate') continue;
    const needs = [job.needs ?? []].flat();
    const success = !cancelled && needs.every((need) => results[need] === 'success');
    const asked = (job.if ?? 'success()').replace(/^\$\{\{(.*)\}\}$/s, '$1');
    const condition = /\b(?:success|always|cancelled|failure)\(\)/.test(asked) ? asked : `success() && (${asked})`;
    const status = { success, cancelled, always: true, failure: !success && !cancelled };
    const starts = evaluate(condition, contexts(results, publish, skip, inputs), status).coerceString() === 'true';
    const ended = id === struck ? end : 'success';
    results[id] = starts ? ended : 'skipped';
    cancelled ||= id === struck && end === 'cancelled';
  }
  return results;
}

function contexts(
  results: Readonly<Record<string, Result>>,
  publish: boolean,
  skip: readonly string[],
  inputs: Readonly<Record<string, string>>,
): object {
  const planned = { publish: String(publish), skip: JSON.stringify(skip) };
  const outputs = results['plan'] === 'success' ? planned : {};
  const needs = Object.entries(results).map(([id, result]) => [id, { result, outputs: id === 'plan' ? outputs : {} }]);
  return {
    needs: Object.fromEntries(needs) as object,
    inputs: { 'api-directory': 'api', 'web-directory': 'web', ...inputs },
  };
}

/** The exit of the gate's script after such a run. */
function verdict(edge: Edge): number | null {
  const [step] = gate?.steps ?? [];
  const { publish = true, skip = [], inputs = {} } = edge;
  const around = contexts(run(edge), publish, skip, inputs);
  const env = Object.entries(step?.env ?? {}).map(([name, text]) => [
    name,
    text.replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression: string) => evaluate(expression, around).coerceString()),
  ]);
  const summary = join(mkdtempSync(join(tmpdir(), 'gate-')), 'summary');
  writeFileSync(summary, '');
  const environment = {
    PATH: process.env['PATH'],
    GITHUB_STEP_SUMMARY: summary,
    ...(Object.fromEntries(env) as object),
  };
  return spawnSync('bash', ['-e', '-o', 'pipefail', '-c', step?.run ?? ''], { env: environment }).status;
}

const jobs = Object.keys(workflow.jobs).filter((id) => id !== 'gate');
const ends: readonly Result[] = ['failure', 'cancelled', 'skipped'];

describe('the gate, by GitHub’s own expression engine', () => {
  it('always runs, whatever became of the jobs before it', () => {
    expect(gate?.if).toBe('always()');
    expect([gate?.needs].flat().sort()).toEqual([...jobs].sort());
  });

  it.each(jobs.flatMap((job) => ends.map((end) => [job, end] as const)))('is red when %s ends as %s', (job, end) => {
    expect(verdict({ job, end })).toBe(1);
  });

  it.each(jobs.filter((job) => job !== 'publish').flatMap((job) => ends.map((end) => [job, end] as const)))(
    'stands before a registry that is left alone when %s ends as %s',
    (job, end) => {
      expect(run({ job, end })['publish']).toBe('skipped');
    },
  );

  it.each<[string, Edge]>([
    ['everything passed', {}],
    ['nothing is published', { publish: false }],
    ['a pull request touches one part', { publish: false, skip: ['test-web'] }],
    ['there is no API', { inputs: { 'api-directory': 'off' } }],
    ['there is neither API nor site', { inputs: { 'api-directory': 'off', 'web-directory': 'off' } }],
  ])('is green when %s', (_, edge) => {
    expect(verdict(edge)).toBe(0);
  });

  it.each(['test-api', 'test-web'])('is red, and nothing is published, when a plan publishes without %s', (part) => {
    expect(run({ skip: [part] })['build']).toBe('skipped');
    expect(verdict({ skip: [part] })).toBe(1);
  });
});
