import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** One requirement of a file. */
export interface Requirement {
  /** Canonical name (PEP 503). */
  readonly name: string;
  /** The exact version of `==`; empty where it is not pinned. */
  readonly version: string;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

export interface RequirementsFile {
  /** Relative to the working directory. */
  readonly file: string;
  readonly requirements: readonly Requirement[];
}

const elsewhere = /(^|\/)(node_modules|\.venv|venv|\.tox|\.git|site-packages)(\/|$)/;

/** The requirements files, named or found, with those that they include (`-r`), each once. */
export function findRequirements(folder: string, named: readonly string[]): RequirementsFile[] {
  const start =
    named.length > 0
      ? named
      : globSync('**/requirements*.txt', { cwd: folder })
          .filter((file) => !elsewhere.test(file))
          .sort();
  const files = new Map<string, RequirementsFile>();
  const queue = [...start];
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    const path = normalize(file);
    if (files.has(path) || path.startsWith('..') || !existsSync(join(folder, path))) continue;
    const { requirements, includes } = parseRequirements(readFileSync(join(folder, path), 'utf8'));
    files.set(path, { file: path.replaceAll('\\', '/'), requirements });
    queue.push(...includes.map((include) => join(dirname(path), include)));
  }
  return [...files.values()];
}

/** Reads a requirements file (pip documentation, "Requirements File Format"): names, exact versions and lines; other options are left out. */
export function parseRequirements(text: string): { requirements: Requirement[]; includes: string[] } {
  const requirements: Requirement[] = [];
  const includes: string[] = [];
  for (const { content, line } of logicalLines(text)) {
    const include = /^(?:-r|--requirement)[\s=]*(\S+)/.exec(content)?.[1];
    if (include !== undefined) includes.push(include);
    else if (/^(-e|--editable)[\s=]/.test(content)) requirements.push({ name: '', version: '', line, text: content });
    else if (!content.startsWith('-')) requirements.push(requirementOf(content, line));
  }
  return { requirements, includes };
}

function requirementOf(text: string, line: number): Requirement {
  const [, name = text] = /^([A-Za-z0-9][A-Za-z0-9._-]*)/.exec(text) ?? [];
  const version = /^[^=<>!~;@]*===?\s*([A-Za-z0-9.!+_-]+)\s*(?:[;\s]|$)/.exec(text)?.[1] ?? '';
  return { name: canonicalName(name), version: version.includes('*') ? '' : version, line, text };
}

/** PEP 503, "Normalized Names". */
export function canonicalName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}

function logicalLines(text: string): { content: string; line: number }[] {
  const logical: { content: string; line: number }[] = [];
  let open: { content: string; line: number } | undefined;
  text.split(/\r?\n/).forEach((raw, index) => {
    const whole: { content: string; line: number } = open
      ? { content: `${open.content} ${raw}`, line: open.line }
      : { content: raw, line: index + 1 };
    if (raw.endsWith('\\')) {
      open = { ...whole, content: whole.content.slice(0, -1) };
      return;
    }
    open = undefined;
    const content = whole.content.replace(/(^|\s)#.*$/, '').trim();
    if (content !== '') logical.push({ ...whole, content });
  });
  return logical;
}
