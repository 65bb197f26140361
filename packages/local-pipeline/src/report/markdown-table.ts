import { renderInline } from './markdown-inline.ts';

const delimiter = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

/** Whether a table starts at this line: a header row above a row of dashes with as many cells. */
export const startsTable = (line: string, next: string | undefined): boolean =>
  line.includes('|') && next !== undefined && delimiter.test(next) && cells(line).length === cells(next).length;

export function renderTable(lines: readonly string[]): string {
  const [header = '', dashes = '', ...rows] = lines;
  const aligns = cells(dashes).map(alignmentOf);
  const row = (tag: 'th' | 'td', line: string, width: number): string => {
    const found = cells(line);
    const filled = Array.from({ length: width }, (_, place) => found[place] ?? '');
    return `<tr>${filled.map((cell, place) => `<${tag}${aligns[place] ? ` class="${aligns[place]}"` : ''}>${renderInline(cell)}</${tag}>`).join('')}</tr>`;
  };
  const width = aligns.length;
  return `<div class="scroll"><table><thead>${row('th', header, width)}</thead><tbody>${rows.map((line) => row('td', line, width)).join('')}</tbody></table></div>`;
}

function alignmentOf(dashes: string): 'center' | 'right' | '' {
  if (!dashes.endsWith(':')) return '';
  return dashes.startsWith(':') ? 'center' : 'right';
}

/** Cells between pipes that no backslash escapes. */
const cells = (line: string): readonly string[] =>
  line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll(String.raw`\|`, '|'));
