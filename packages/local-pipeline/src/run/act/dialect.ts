import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isScalar, parseDocument, visit, type Pair, type YAMLMap } from 'yaml';

/** Keys that GitHub takes and act's schema refuses, by the mapping that holds them. act neither queues runs nor records deployments. */
const refused: Readonly<Record<string, string>> = { concurrency: 'queue', environment: 'deployment' };

/** Takes out of a tree's workflows what act refuses. Only ever for a copy that act is given. */
export function speakAct(tree: string): void {
  const folder = join(tree, '.github', 'workflows');
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (!/\.ya?ml$/.test(name)) continue;
    const file = join(folder, name);
    const text = readFileSync(file, 'utf8');
    const spoken = withoutRefused(text);
    if (spoken !== text) writeFileSync(file, spoken);
  }
}

/** The workflow with blanks in place of refused keys: everything else keeps its line and column. */
export function withoutRefused(workflow: string): string {
  let text = workflow;
  visit(parseDocument(workflow), {
    Pair: (_, { key, value }) => {
      const inner = isScalar(key) ? refused[String(key.value)] : undefined;
      if (inner === undefined || !isMap(value)) return;
      const pair = pairOf(value, inner);
      if (pair) text = blanked(text, ...extent(workflow, pair, value));
    },
  });
  return text;
}

function pairOf({ items }: YAMLMap, name: string): Pair | undefined {
  return items.find(({ key }) => isScalar(key) && key.value === name);
}

/** From the key to the end of the value, with the comma that parts it from its neighbour in `{a: b, c: d}`. */
function extent(workflow: string, { key, value }: Pair, { flow }: YAMLMap): [number, number] {
  const start = rangeOf(key)[0];
  const end = value === null ? rangeOf(key)[1] : rangeOf(value)[1];
  if (flow !== true) return [start, end];
  const before = /,\s*$/.exec(workflow.slice(0, start))?.[0].length ?? 0;
  const after = before > 0 ? 0 : (/^\s*,/.exec(workflow.slice(end))?.[0].length ?? 0);
  return [start - before, end + after];
}

function rangeOf(node: unknown): readonly [number, number] {
  const { range } = node as { range?: readonly [number, number, number] | null };
  return range ? [range[0], range[1]] : [0, 0];
}

function blanked(text: string, start: number, end: number): string {
  return text.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, ' ') + text.slice(end);
}
