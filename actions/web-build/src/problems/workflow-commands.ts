import type { Problem } from './problem.ts';

/**
 * Annotations that tools print themselves when they see GitHub Actions (oxlint, biome ci, Vitest). The step's output is guarded, so that they
 * do nothing on their own. Syntax and escapes: actions/toolkit packages/core/src/command.ts.
 */
export function commandedProblems(output: string): Problem[] {
  return output.split('\n').flatMap((text) => {
    const [, level, list = '', said = ''] = /^::(error|warning)(?: (.*?))?::(.*)$/.exec(text) ?? [];
    if (level === undefined) return [];
    const properties = new Map(list.split(',').map((pair) => splitAt(pair.trim())));
    const file = properties.get('file') ?? '';
    const line = Number(properties.get('line') ?? 0);
    const message = unescape(said).replace(`${file}:${line}:${properties.get('col') ?? ''}: `, '');
    const severity = level === 'warning' ? 'warning' : 'error';
    return [{ severity, file, rule: properties.get('title') ?? '', message, ...(line > 0 && { line }) } as const];
  });
}

function splitAt(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return [pair.slice(0, at), unescape(pair.slice(at + 1))];
}

function unescape(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');
}
