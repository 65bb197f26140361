import type { Problem } from './problem.ts';

/** `✘ [ERROR] Could not resolve "./x"`, and below, after an empty line, where: `    src/a.ts:3:7:`. The sign is an X on Windows. */
const printed = /^[✘X▲] \[(ERROR|WARNING)\] (.+)(?:\n\n {4}(\S.*):(\d+):\d+:$)?/gm;
/** What its API gives those that call it, and what they print of it: `src/a.ts:3:7: ERROR: Could not resolve "./x"`. */
const passedOn = /^(\S.*):(\d+):\d+: (ERROR): (.+)$/gm;

/** What esbuild and those that build with it (Angular, tsup, Vite up to 7) say. What Vite warns of is read as such (build-warnings.ts). */
export function esbuildProblems(output: string): Problem[] {
  const isVites = /^vite v\d/m.test(output);
  const found = [
    ...[...output.matchAll(printed)].map(([, level, said = '', file = '', line]) => problem(level, said, file, line)),
    ...[...output.matchAll(passedOn)].map(([, file = '', line, level, said = '']) => problem(level, said, file, line)),
  ];
  return found.filter(({ severity }) => severity === 'error' || !isVites);
}

/** The text ends with the id of a warning, or with a plugin's name, which can also stand before it; the TypeScript plugins begin with a code. */
function problem(level: string | undefined, said: string, file: string, line: string | undefined): Problem {
  const text = said.replace(/^\[plugin:? [^\]]*\] | \[plugin [^\]]*\]$/, '');
  const [, code, message = '', id = ''] = /^(?:(TS-?\d+): )?(.*?)(?: \[([a-z][a-z-]*)\])?$/.exec(text) ?? [];
  const severity = level === 'WARNING' ? 'warning' : 'error';
  return { severity, file, rule: code ?? id, message, ...(line !== undefined && { line: Number(line) }) };
}
