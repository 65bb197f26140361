import type { Manifest, Requirement } from './manifest.ts';
import { requirementOf } from './requirements.ts';

/** Arrays of requirements: `project.dependencies`, each of `project.optional-dependencies` and of `dependency-groups` (PEP 621, PEP 735). */
const arrayOf: Readonly<Record<string, RegExp>> = {
  project: /^dependencies\s*=\s*\[/,
  'project.optional-dependencies': /^["']?[\w.-]+["']?\s*=\s*\[/,
  'dependency-groups': /^["']?[\w.-]+["']?\s*=\s*\[/,
};

/** The direct dependencies of a pyproject.toml, each at its line. What a build back-end fills in (`dynamic`) is in other files. */
export function parsePyproject(text: string): Manifest {
  const requirements: Requirement[] = [];
  let table = '';
  let inArray = false;
  text.split(/\r\n|\r|\n/).forEach((raw, index) => {
    const line = withoutComment(raw);
    const header = /^\s*\[\s*([^[\]]+?)\s*\]\s*$/.exec(line)?.[1];
    if (!inArray && header !== undefined) {
      table = header.replaceAll(/["'\s]/g, '');
      return;
    }
    const start = inArray ? null : arrayOf[table]?.exec(line.trimStart());
    if (!inArray && !start) return;
    const rest = start ? line.trimStart().slice(start[0].length) : line;
    for (const found of quoted(rest)) requirements.push(requirementOf(found, index + 1));
    inArray = !/\]\s*,?\s*$/.test(withoutTables(rest));
  });
  return { requirements, includes: [] };
}

/** Texts in quotes, those within inline tables (`{include-group = "x"}`) left out. */
function quoted(line: string): string[] {
  return [...withoutTables(line).matchAll(/"([^"]*)"|'([^']*)'/g)].map(([, double, single]) => double ?? single ?? '');
}

const withoutTables = (line: string): string => line.replaceAll(/\{[^}]*\}/g, '');

/** A `#` within quotes is none. */
function withoutComment(line: string): string {
  return /^(?:[^#"']|"[^"]*"|'[^']*')*/.exec(line)?.[0] ?? line;
}
