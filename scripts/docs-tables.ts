/** Writes the inputs and outputs tables of every action's README from its action.yml: `npm run docs`. With `--check`, only says what is stale. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { bundledActions, compositeActions, manifestOf, readmeOf, root } from './tree.ts';

interface Entry {
  readonly description?: string;
  readonly default?: string;
  readonly required?: boolean;
}

interface Manifest {
  readonly inputs?: Readonly<Record<string, Entry>>;
  readonly outputs?: Readonly<Record<string, Entry>>;
}

const check = process.argv.includes('--check');
for (const action of [...bundledActions, ...compositeActions]) {
  const file = join(root, readmeOf(action));
  if (!existsSync(file)) throw new Error(`${readmeOf(action)} does not exist.`);
  const manifest = parse(readFileSync(join(root, manifestOf(action)), 'utf8')) as Manifest;
  const before = readFileSync(file, 'utf8');
  const after = section(section(before, 'inputs', inputsTable(manifest)), 'outputs', outputsTable(manifest));
  if (before === after) continue;
  if (check) {
    console.error(`${readmeOf(action)} is stale: run "npm run docs" and commit.`);
    process.exitCode = 1;
  } else writeFileSync(file, after);
}

function inputsTable({ inputs = {} }: Manifest): string {
  const rows = Object.entries(inputs).map(
    ([name, { description, default: value }]) =>
      `| \`${name}\` | ${value ? `\`${cell(value)}\`` : ''} | ${cell(description)} |`,
  );
  return ['| input | default | what it is |', '| --- | --- | --- |', ...rows].join('\n');
}

function outputsTable({ outputs = {} }: Manifest): string {
  return [
    '| output | what it is |',
    '| --- | --- |',
    ...Object.entries(outputs).map(([name, { description }]) => `| \`${name}\` | ${cell(description)} |`),
  ].join('\n');
}

function cell(text = ''): string {
  return text
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll('|', '\\|');
}

function section(text: string, name: string, table: string): string {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`A README lacks the marks ${start} and ${end}.`);
  return `${text.slice(0, from + start.length)}\n${table}\n${text.slice(to)}`;
}
