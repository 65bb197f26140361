import { appendFileSync } from 'node:fs';

/** The runner refuses a summary above 1 MiB; exactly 1 MiB has been seen refused too. */
const byteLimit = 1_000_000;
const cutNote = '\n\n> [!NOTE]\n> The rest of this summary is left out: it would pass the size that GitHub shows.\n';

/** Appends Markdown blocks to the step's summary, cut between blocks where they pass the limit. */
export function writeSummary(blocks: readonly string[], file = process.env['GITHUB_STEP_SUMMARY']): void {
  if (file) appendFileSync(file, joinWithinLimit(blocks, byteLimit));
}

/** The longest run of whole blocks that fits in `limit` bytes of UTF-8, with a note where something was cut. */
export function joinWithinLimit(blocks: readonly string[], limit: number): string {
  let size = Buffer.byteLength(cutNote);
  const kept: string[] = [];
  for (const block of blocks) {
    size += Buffer.byteLength(block) + 2;
    if (size > limit) return kept.join('\n\n') + cutNote;
    kept.push(block);
  }
  return `${kept.join('\n\n')}\n`;
}

export const heading = (level: 1 | 2 | 3 | 4, title: string): string => `${'#'.repeat(level)} ${title}`;

/** A Markdown table. Cells are Markdown: escape untrusted ones. */
export function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string =>
    `| ${cells.map((cell) => String(cell).replaceAll(/\r?\n/g, ' ').replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A block that opens on a click. */
export const details = (summary: string, body: string): string =>
  `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;

/** A code block whose fence is longer than any in the text. */
export function codeBlock(text: string, language = ''): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** Untrusted text as Markdown and HTML that shows it literally. */
export function escapeMarkdown(untrusted: string): string {
  return untrusted
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_[\]|#~]/g, String.raw`\$&`)
    .replaceAll('@', '&#64;');
}

/** A bar of ten cells for a share from 0 to 1. */
export function bar(share: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * 10);
  return '█'.repeat(filled) + '░'.repeat(10 - filled);
}
