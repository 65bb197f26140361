import type { Problem } from './problem.ts';

/** svelte-check's default output: the place on a line of its own, what is wrong on the next. */
export function svelteProblems(output: string): Problem[] {
  const found = output.matchAll(/^(\S.*):(\d+):\d+\n(Error|Warn): (.+?)\s*(?:\((?:ts|js|css|svelte)\))?\s*$/gm);
  return [...found].map(([, file = '', line = '', level, message = '']) => ({
    severity: level === 'Warn' ? 'warning' : 'error',
    file,
    line: Number(line),
    rule: '',
    message,
  }));
}
