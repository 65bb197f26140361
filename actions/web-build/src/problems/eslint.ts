import type { Problem } from './problem.ts';

const row = /^\s+(\d+):(\d+)\s+(error|warning|✖|×|⚠)\s+(.+?)(?:\s{2,}(\S+))?\s*$/;

/** ESLint's `stylish` and Stylelint's `string` format, the default of each: the file on a line of its own, its findings indented below. */
export function eslintProblems(output: string): Problem[] {
  const problems: Problem[] = [];
  let file = '';
  for (const line of output.split('\n')) {
    const match = row.exec(line);
    if (!match) {
      if (/^\S/.test(line)) file = line.trim();
      continue;
    }
    const [, at = '', , level = '', message = '', rule = ''] = match;
    const severity = level === 'warning' || level === '⚠' ? 'warning' : 'error';
    problems.push({ severity, file, line: Number(at), rule, message });
  }
  return problems;
}
