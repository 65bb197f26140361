import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from './project.ts';
import { normalName } from './normal-name.ts';

/** `file:line` of the requirement that asks for a package; empty where none does by name. */
export function whereRequired({ directory, requirements }: Project, name: string): string {
  const asks = (line: string): boolean =>
    normalName(/^\s*["']?([A-Za-z0-9][\w.-]*)/.exec(line)?.[1] ?? '') === normalName(name) ||
    new RegExp(`["']${name}\\b`, 'i').test(line);
  const files = requirements.flatMap((each) => ('path' in each ? [each.path] : []));
  for (const path of [...new Set([...files, 'pyproject.toml'])]) {
    const file = join(directory, path);
    const line = existsSync(file) ? readFileSync(file, 'utf8').split(/\r?\n/).findIndex(asks) : -1;
    if (line >= 0) return `${path}:${line + 1}`;
  }
  return '';
}
