import type { Problem } from './problem.ts';

/** `src/a.ts(4,14): error TS2322: …`, with `--pretty` `src/a.ts:4:14 - error TS2322: …`; what concerns no file has no place. */
const diagnostic = /^(?:(\S.*?)(?:\((\d+),\d+\): |:(\d+):\d+ - ))?(error|warning) (TS\d+): (.+)$/;

/** What tsc and the compilers built on it (vue-tsc) print. The lines that explain a diagnostic further are indented, and left out. */
export function typescriptProblems(output: string): Problem[] {
  return output.split('\n').flatMap((line) => {
    const [, file = '', plain, pretty, level, rule = '', message = ''] = diagnostic.exec(line) ?? [];
    if (level === undefined) return [];
    const at = plain ?? pretty;
    const severity = level === 'warning' ? 'warning' : 'error';
    return [{ severity, file, rule, message, ...(at !== undefined && { line: Number(at) }) } as const];
  });
}
