import { canonicalName, type Manifest, type Requirement } from './manifest.ts';

/** Reads a requirements file (pip documentation, "Requirements File Format"): names, exact versions and lines; other options are left out. */
export function parseRequirements(text: string): Manifest {
  const requirements: Requirement[] = [];
  const includes: string[] = [];
  const constraints: string[] = [];
  for (const { content, line } of logicalLines(text)) {
    const include = fileOf(/^(?:-r|--requirement)[\s=]*(.+)$/.exec(content)?.[1]);
    const constraint = fileOf(/^(?:-c|--constraint)[\s=]*(.+)$/.exec(content)?.[1]);
    if (include !== undefined) includes.push(include);
    else if (constraint !== undefined) constraints.push(constraint);
    else if (/^(-e|--editable)[\s=]/.test(content)) requirements.push({ name: '', version: '', line, text: content });
    else if (!content.startsWith('-')) requirements.push(requirementOf(content, line));
  }
  return { requirements, includes, constraints };
}

/** A file's name as pip takes it: up to the first blank, or in quotes. */
function fileOf(text: string | undefined): string | undefined {
  const [, double, single, plain] = /^(?:"([^"]+)"|'([^']+)'|(\S+))/.exec(text ?? '') ?? [];
  return double ?? single ?? plain;
}

/** One requirement of PEP 508, with the version that one of its clauses, `==` or `===`, pins it to. */
export function requirementOf(text: string, line: number): Requirement {
  const [head = '', name = ''] = /^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*/.exec(text) ?? [];
  const [specifier = ''] = text.slice(head.length).split(/;|\s--/);
  const clauses = specifier.replace(/^\((.*)\)\s*$/, '$1').split(',');
  const pins = clauses.flatMap((clause) => /^===?\s*([A-Za-z0-9.!+_-]+)$/.exec(clause.trim())?.[1] ?? []);
  return { name: canonicalName(name), version: pins[0] ?? '', line, text };
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
