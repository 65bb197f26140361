import { parse } from 'es-module-lexer';

const probe = ' import("") ';

/**
 * Those positions of a script that are code, and not inside a string, a comment or a pattern: there, a lexer finds an import that is put in.
 * Undefined for a text that is not lexed as JavaScript.
 */
export function positionsInCode(code: string, positions: readonly number[]): ReadonlySet<number> | undefined {
  if (positions.length === 0) return new Set();
  const starts = [0, ...positions];
  const probed = starts.map((start, at) => code.slice(start, starts[at + 1])).join(probe);
  try {
    const found = new Set(parse(probed)[0].map(({ importStart }) => importStart));
    return new Set(positions.filter((position, at) => found.has(position + at * probe.length + 1)));
  } catch {
    return undefined;
  }
}
