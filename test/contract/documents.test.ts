import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { readOptions } from '../../packages/local-pipeline/src/options.ts';
import { bundledActions, compositeActions, manifestOf, root } from '../../scripts/tree.ts';

const documents = globSync(['*.md', 'docs/*.md', 'actions/*/*.md', 'examples/data-profiler/**/*.md'], {
  cwd: root,
  exclude: (name) => name.includes('node_modules'),
}).sort();

interface Block {
  readonly language: string;
  readonly text: string;
  /** The line above the fence. */
  readonly above: string;
}

function blocksOf(markdown: string): Block[] {
  const lines = markdown.split('\n');
  const blocks: Block[] = [];
  for (let place = 0; place < lines.length; place++) {
    const language = /^```(\w+)$/.exec(lines[place] ?? '')?.[1];
    if (language === undefined) continue;
    const end = lines.indexOf('```', place + 1);
    const above = lines.slice(0, place).findLast((line) => line.trim() !== '') ?? '';
    blocks.push({ language, text: lines.slice(place + 1, end).join('\n'), above });
    place = end;
  }
  return blocks;
}

type Declared = Readonly<Record<string, unknown>>;

/** The inputs of what `uses` names: an action, the root action, or a reusable workflow. */
function inputsOf(uses: string): Declared | undefined {
  const path = /^org\/data-profiler-actions(?:\/(.+))?@/.exec(uses)?.[1] ?? '';
  if (/\.ya?ml$/.test(path)) {
    const document = parse(readFileSync(join(root, path), 'utf8')) as { on: { workflow_call: { inputs: Declared } } };
    return document.on.workflow_call.inputs;
  }
  const action = path === '' ? 'plan' : path.replace(/^actions\//, '');
  if (![...bundledActions, ...compositeActions].some((name) => name === action)) return undefined;
  return (parse(readFileSync(join(root, manifestOf(action)), 'utf8')) as { inputs: Declared }).inputs;
}

/** Every mapping in the document that uses something of ours. */
function usesIn(node: unknown): { uses: string; with: Declared }[] {
  if (Array.isArray(node)) return node.flatMap(usesIn);
  if (typeof node !== 'object' || node === null) return [];
  const { uses, with: inputs } = node as { uses?: unknown; with?: Declared };
  const own = typeof uses === 'string' && uses.startsWith('org/data-profiler-actions');
  return [...(own ? [{ uses, with: inputs ?? {} }] : []), ...Object.values(node).flatMap(usesIn)];
}

describe.each(documents)('%s', (document) => {
  const markdown = readFileSync(join(root, document), 'utf8');
  const blocks = blocksOf(markdown);

  it('shows YAML that parses, with inputs that exist', () => {
    const wrong = blocks
      .filter(({ language }) => language === 'yaml')
      .flatMap(({ text }) => usesIn(parse(text)))
      .flatMap(({ uses, with: given }) => {
        const declared = inputsOf(uses);
        if (!declared) return [`${uses} does not exist`];
        return Object.keys(given).flatMap((name) => (name in declared ? [] : [`${uses} has no input ${name}`]));
      });
    expect(wrong).toEqual([]);
  });

  it('shows commands that exist, or says what else they need', () => {
    const scripts = Object.keys(
      (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Declared }).scripts,
    );
    const unmarked = blocks
      .filter(({ language, above }) => language === 'sh' && !/^<!-- needs .+ -->$/.test(above))
      .flatMap(({ text }) => text.split('\n'))
      .map((line) => line.replace(/\s+#.*$/, '').trim())
      .filter((line) => line !== '' && !line.startsWith('#') && !/^git clone \S+ && cd \S+$/.test(line));
    expect(unmarked.filter((line) => !isOurs(line, scripts))).toEqual([]);
  });

  it('links to files that exist', () => {
    const links = [...markdown.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, to = '']) => to);
    const missing = links.filter((to) => !existsSync(join(root, dirname(document), to)));
    expect(missing.map((to) => `${to} from ${relative(root, document)}`)).toEqual([]);
  });
});

/** `npm run x`, `npm test` or `npm start` with options that the command line takes. */
function isOurs(line: string, scripts: readonly string[]): boolean {
  const [npm, verb = '', ...rest] = line.split(/\s+/);
  if (npm !== 'npm') return false;
  const script = verb === 'run' ? (rest[0] ?? '') : verb;
  if (!scripts.includes(script)) return false;
  if (script === 'start' && rest[0] === '--') readOptions(rest.slice(1));
  return true;
}
