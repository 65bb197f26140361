import { canonicalName, type Manifest, type Requirement } from './manifest.ts';

/** Reads a requirements file (pip documentation, "Requirements File Format"): names, exact versions and lines; other options are left out. */
export function parseRequirements(text: string): Manifest {
  const requirements: Requirement[] = [];
  const includes: string[] = [];
  const constraints: string[] = [];
  for (const { content, line } of logicalLines(text)) {
    const include = /^(?:-r|--requirement)[\s=]*(\S+)/.exec(content)?.[1];
    const constraint = /^(?:-c|--constraint)[\s=]*(\S+)/.exec(content)?.[1];
    if (include !== undefined) includes.push(include);
    else if (constraint !== undefined) constraints.push(constraint);
    else if (/^(-e|--editable)[\s=]/.test(content)) requirements.push({ name: '', version: '', line, text: content });
    else if (!content.startsWith('-')) requirements.push(requirementOf(content, line));
  }
  return { requirements, includes, constraints };
}

/** One requirement of PEP 508, with the version that `==` or `===` pins it to. */
export function requirementOf(text: string, line: number): Requirement {
  const [, name = ''] = /^([A-Za-z0-9][A-Za-z0-9._-]*)/.exec(text) ?? [];
  const version = /^[^=<>!~;@(]*\(?\s*===?\s*([A-Za-z0-9.!+_-]+)\s*\)?\s*(?:[;\s]|$)/.exec(text)?.[1] ?? '';
  return { name: canonicalName(name), version: version.includes('*') ? '' : version, line, text };
}

function logicalLines(text: string): { content: string; line: number }[] {
  const logical: { content: string; line: number }[] = [];
  let open: { content: string; line: number } | undefined;
  text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .forEach((raw, index) => {
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
