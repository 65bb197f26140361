import { escapeHtml, renderInline } from './markdown-inline.ts';
import { renderTable, startsTable } from './markdown-table.ts';

/** A block at the start of `lines`: its HTML and how many lines it took. */
interface Block {
  readonly html: string;
  readonly taken: number;
}

type Reader = (lines: readonly string[]) => Block | undefined;

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
    const rest = lines.slice(place);
    const block = firstBlock(rest);
    html.push(block.html);
    place += block.taken;
  }
  return html.filter((part) => part !== '').join('\n');
}

function firstBlock(lines: readonly string[]): Block {
  for (const reader of readers) {
    const block = reader(lines);
    if (block) return block;
  }
  return paragraph(lines);
}

const blank: Reader = ([line = '']) => (line.trim() === '' ? { html: '', taken: 1 } : undefined);

const fence: Reader = (lines) => {
  const open = /^ {0,3}(`{3,}|~{3,})\s*([^`\s]*)[^`]*$/.exec(lines[0] ?? '');
  if (!open) return undefined;
  const [, ticks = '', language = ''] = open;
  const end = lines.findIndex(
    (line, place) => place > 0 && line.trim().startsWith(ticks) && new Set(line.trim()).size === 1,
  );
  const last = end === -1 ? lines.length : end;
  const code = escapeHtml(lines.slice(1, last).join('\n'));
  const kind = language === '' ? '' : ` class="language-${escapeHtml(language)}"`;
  return {
    html: `<pre><code${kind}>${language === 'diff' ? colourDiff(code) : code}</code></pre>`,
    taken: last + (end === -1 ? 0 : 1),
  };
};

const colourDiff = (code: string): string =>
  code.replaceAll(/^\+.*$/gm, '<span class="added">$&</span>').replaceAll(/^-.*$/gm, '<span class="removed">$&</span>');

const heading: Reader = ([line = '']) => {
  const match = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/.exec(line);
  // The page has its own h1 to h3: a summary's headings come below them.
  return match
    ? { html: `<h4 class="h${match[1]?.length ?? 1}">${renderInline(match[2] ?? '')}</h4>`, taken: 1 }
    : undefined;
};

const rule: Reader = ([line = '']) =>
  /^ {0,3}([-*_])\s*(\1\s*){2,}$/.test(line) ? { html: '<hr>', taken: 1 } : undefined;

const tableBlock: Reader = (lines) => {
  if (!startsTable(lines[0] ?? '', lines[1])) return undefined;
  const end = lines.findIndex((line, place) => place > 1 && (line.trim() === '' || !line.includes('|')));
  const taken = end === -1 ? lines.length : end;
  return { html: renderTable(lines.slice(0, taken)), taken };
};

const noteTitles: Readonly<Record<string, string>> = {
  note: 'Note',
  tip: 'Tip',
  important: 'Important',
  warning: 'Warning',
  caution: 'Caution',
};

const quote: Reader = (lines) => {
  const end = lines.findIndex((line) => !/^ {0,3}>/.test(line));
  const taken = end === -1 ? lines.length : end;
  if (taken === 0) return undefined;
  const inner = lines.slice(0, taken).map((line) => line.replace(/^ {0,3}> ?/, ''));
  const kind = /^\[!(\w+)\]\s*$/.exec(inner[0] ?? '')?.[1]?.toLowerCase() ?? '';
  const title = noteTitles[kind];
  const html =
    title === undefined
      ? `<blockquote>${renderBlocks(inner)}</blockquote>`
      : `<div class="note ${kind}"><p class="note-title">${title}</p>${renderBlocks(inner.slice(1))}</div>`;
  return { html, taken };
};

const bullet = /^( {0,3})(?:[-*+]|(\d{1,9})[.)])( +)(.*)$/;

const list: Reader = (lines) => {
  const first = bullet.exec(lines[0] ?? '');
  if (!first) return undefined;
  const ordered = first[2] !== undefined;
  const items: string[][] = [];
  let taken = 0;
  for (const line of lines) {
    const next = bullet.exec(line);
    const indent = (first[1]?.length ?? 0) + 2;
    if (next && (next[1]?.length ?? 0) < indent && (next[2] !== undefined) === ordered) items.push([next[4] ?? '']);
    else if (line.trim() === '' ? isIndented(lines[taken + 1], indent) : isIndented(line, indent))
      items.at(-1)?.push(line.replace(/^ {1,4}/, ''));
    else break;
    taken += 1;
  }
  const tag = ordered ? 'ol' : 'ul';
  return { html: `<${tag}>${items.map(listItem).join('')}</${tag}>`, taken };
};

const isIndented = (line: string | undefined, indent: number): boolean =>
  line !== undefined && line.trim() !== '' && line.search(/\S/) >= indent;

function listItem([first = '', ...rest]: readonly string[]): string {
  const task = /^\[([ xX])\] (.*)$/.exec(first);
  const box = task ? `<span class="task">${task[1] === ' ' ? '☐' : '☑'}</span> ` : '';
  return `<li>${box}${renderInline(task?.[2] ?? first)}${rest.length > 0 ? renderBlocks(rest) : ''}</li>`;
}

/** `<details>` and `<summary>` may share a line with text. */
const detailsTags: Reader = ([line = '']) => {
  if (!/^\s*<\/?(details|summary)\b/i.test(line)) return undefined;
  const parts = line.trim().split(/(<\/?(?:details|summary)(?:\s+open)?\s*>)/i);
  const html = parts
    .map((part) => (/^<\/?(details|summary)/i.test(part) ? part.toLowerCase() : renderInline(part)))
    .join('');
  return { html, taken: 1 };
};

const readers: readonly Reader[] = [blank, fence, heading, rule, tableBlock, quote, list, detailsTags];

function paragraph(lines: readonly string[]): Block {
  const end = lines.findIndex((_, place) => place > 0 && readers.some((reader) => reader(lines.slice(place))));
  const taken = end === -1 ? lines.length : end;
  return { html: `<p>${renderInline(lines.slice(0, taken).join('\n')).replaceAll('\n', '<br>')}</p>`, taken };
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
