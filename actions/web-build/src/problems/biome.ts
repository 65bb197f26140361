import type { Problem } from './problem.ts';

/** `src/a.ts:3:7 lint/suspicious/noDoubleEquals  FIXABLE  ━━━━`, or without a place for `format` */
const header = /^(\S.*?)(?::(\d+):\d+)? ([a-z][\w/]*)\s+(?:FIXABLE\s+)?━{3,}/;
const sentence = /^ {2}([×✖!⚠]) (.+)$/;

/** Biome's default reporter: a header for each diagnostic, then its message behind a sign of its level. Mere hints are left out. */
export function biomeProblems(output: string): Problem[] {
  const problems: Problem[] = [];
  let head: RegExpExecArray | null = null;
  for (const line of output.split('\n')) {
    const found = header.exec(line);
    if (found) {
      head = found;
      continue;
    }
    const said = head && sentence.exec(line);
    if (!said && line.trim() === '') continue;
    if (head && said) {
      const [, file = '', at, rule = ''] = head;
      const [, sign = '', message = ''] = said;
      const severity = sign === '!' || sign === '⚠' ? 'warning' : 'error';
      problems.push({ severity, file, rule, message, ...(at !== undefined && { line: Number(at) }) });
    }
    head = null;
  }
  return problems;
}
