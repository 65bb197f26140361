import { escapeHtml, renderInline } from './markdown-inline.ts';
import { renderTable, startsTable } from './markdown-table.ts';

/** A block at a place in the lines: its HTML and how many lines it took. */
interface Block {
  readonly html: string;
  readonly taken: number;
}

/** Reads the block that starts at `from`, if it is of the reader's kind. */
type Reader = (lines: readonly string[], from: number) => Block | undefined;

/** The first place from `from` on where `ends` holds, else the end of the lines. */
function endOf(lines: readonly string[], from: number, ends: (line: string) => boolean): number {
  let place = from;
  while (place < lines.length && !ends(lines[place] ?? '')) place += 1;
  return place;
}

/**
 * GitHub's Markdown as far as step summaries use it: headings, tables, details, fences, lists, quotes with notes, rules, paragraphs
 * and inline marks. Other HTML is shown as text, so a summary can not change the page around it.
 */
export function renderMarkdown(markdown: string): string {
  return balanceDetails(renderBlocks(markdown.replaceAll('\r\n', '\n').split('\n')));
}

function renderBlocks(lines: readonly string[]): string {
  const html: string[] = [];
  let place = 0;
  while (place < lines.length) {
    const block = blockAt(lines, place);
    html.push(block.html);
    place += block.taken;
  }
  return html.filter((part) => part !== '').join('\n');
}

function blockAt(lines: readonly string[], from: number): Block {
  for (const reader of readers) {
    const block = reader(lines, from);
    if (block) return block;
  }
  return paragraph(lines, from);
}

const blank: Reader = (lines, from) => ((lines[from] ?? '').trim() === '' ? { html: '', taken: 1 } : undefined);

const fence: Reader = (lines, from) => {
  const open = /^ {0,3}(`{3,}|~{3,})\s*([^`\s]*)[^`]*$/.exec(lines[from] ?? '');
  if (!open) return undefined;
  const [, ticks = '', language = ''] = open;
  const end = endOf(lines, from + 1, (line) => line.trim().startsWith(ticks) && new Set(line.trim()).size === 1);
  const code = escapeHtml(lines.slice(from + 1, end).join('\n'));
  const kind = language === '' ? '' : ` class="language-${escapeHtml(language)}"`;
  return {
    html: `<pre><code${kind}>${language === 'diff' ? colourDiff(code) : code}</code></pre>`,
    taken: Math.min(end + 1, lines.length) - from,
  };
};

const colourDiff = (code: string): string =>
  code.replaceAll(/^\+.*$/gm, '<span class="added">$&</span>').replaceAll(/^-.*$/gm, '<span class="removed">$&</span>');

const heading: Reader = (lines, from) => {
  const match = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/.exec(lines[from] ?? '');
  // The page has its own h1 to h3: a summary's headings come below them.
  return match
    ? { html: `<h4 class="h${match[1]?.length ?? 1}">${renderInline(match[2] ?? '')}</h4>`, taken: 1 }
    : undefined;
};

const rule: Reader = ([line = '']) =>
  /^ {0,3}([-*_])\s*(\1\s*){2,}$/.test(line) ? { html: '<hr>', taken: 1 } : undefined;

const tableBlock: Reader = (lines, from) => {
  if (!startsTable(lines[from] ?? '', lines[from + 1])) return undefined;
  const end = endOf(lines, from + 2, (line) => line.trim() === '' || !line.includes('|'));
  return { html: renderTable(lines.slice(from, end)), taken: end - from };
};

const noteTitles: Readonly<Record<string, string>> = {
  note: 'Note',
  tip: 'Tip',
  important: 'Important',
  warning: 'Warning',
  caution: 'Caution',
};

const quote: Reader = (lines, from) => {
  const end = endOf(lines, from, (line) => !/^ {0,3}>/.test(line));
  const taken = end - from;
  if (taken === 0) return undefined;
  const inner = lines.slice(from, end).map((line) => line.replace(/^ {0,3}> ?/, ''));
  const kind = /^\[!(\w+)\]\s*$/.exec(inner[0] ?? '')?.[1]?.toLowerCase() ?? '';
  const title = noteTitles[kind];
  const html =
    title === undefined
      ? `<blockquote>${renderBlocks(inner)}</blockquote>`
      : `<div class="note ${kind}"><p class="note-title">${title}</p>${renderBlocks(inner.slice(1))}</div>`;
  return { html, taken };
};

const bullet = /^( {0,3})(?:[-*+]|(\d{1,9})[.)])( +)(.*)$/;

const list: Reader = (lines, from) => {
  const first = bullet.exec(lines[from] ?? '');
  if (!first) return undefined;
  const ordered = first[2] !== undefined;
  const items: string[][] = [];
  let place = from;
  for (; place < lines.length; place += 1) {
    const line = lines[place] ?? '';
    const next = bullet.exec(line);
    const indent = (first[1]?.length ?? 0) + 2;
    if (next && (next[1]?.length ?? 0) < indent && (next[2] !== undefined) === ordered) items.push([next[4] ?? '']);
    else if (line.trim() === '' ? isIndented(lines[place + 1], indent) : isIndented(line, indent))
      items.at(-1)?.push(line.replace(/^ {1,4}/, ''));
    else break;
  }
  const tag = ordered ? 'ol' : 'ul';
  return { html: `<${tag}>${items.map(listItem).join('')}</${tag}>`, taken: place - from };
};

const isIndented = (line: string | undefined, indent: number): boolean =>
  line !== undefined && line.trim() !== '' && line.search(/\S/) >= indent;

function listItem([first = '', ...rest]: readonly string[]): string {
  const task = /^\[([ xX])\] (.*)$/.exec(first);
  const box = task ? `<span class="task">${task[1] === ' ' ? '☐' : '☑'}</span> ` : '';
  return `<li>${box}${renderInline(task?.[2] ?? first)}${rest.length > 0 ? renderBlocks(rest) : ''}</li>`;
}

/** `<details>` and `<summary>` may share a line with text. */
const detailsTags: Reader = (lines, from) => {
  const line = lines[from] ?? '';
  if (!/^\s*<\/?(details|summary)\b/i.test(line)) return undefined;
  const parts = line.trim().split(/(<\/?(?:details|summary)(?:\s+open)?\s*>)/i);
  const html = parts
    .map((part) => (/^<\/?(details|summary)/i.test(part) ? part.toLowerCase() : renderInline(part)))
    .join('');
  return { html, taken: 1 };
};

const readers: readonly Reader[] = [blank, fence, heading, rule, tableBlock, quote, list, detailsTags];

function paragraph(lines: readonly string[], from: number): Block {
  let end = from + 1;
  while (end < lines.length && !readers.some((reader) => reader(lines, end))) end += 1;
  return {
    html: `<p>${renderInline(lines.slice(from, end).join('\n')).replaceAll('\n', '<br>')}</p>`,
    taken: end - from,
  };
}

/** Closes what is left open and drops what closes nothing, so that a cut summary stays inside its place. */
function balanceDetails(html: string): string {
  const open: string[] = [];
  const balanced = html.replaceAll(
    /<(\/?)(details|summary)(\s+open)?\s*>/g,
    (tag: string, slash: string, name: string) => {
      if (slash === '') {
        open.push(name);
        return tag;
      }
      if (open.at(-1) !== name) return '';
      open.pop();
      return tag;
    },
  );
  return (
    balanced +
    open
      .reverse()
      .map((name) => `</${name}>`)
      .join('')
  );
}
