export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Text that no later rule may touch stands in the text as a private-use mark with its place. */
const mark = (place: number): string => `\uE000${place}\uE001`;

const guarded =
  /(?<ticks>`+)(?<code>(?:(?!\k<ticks>)[\s\S]|(?<=`)`)+?)(?<!`)\k<ticks>(?!`)|\\(?<escaped>[!-/:-@[-`{-~])|(?<entity>&(?:#\d+|#x[\da-f]+|[a-z]\w*);)|(?<brk><br\s*\/?>)/gi;

/** Inline Markdown as GitHub shows it. Of HTML only a few harmless pairs pass; everything else is shown as text. */
export function renderInline(markdown: string): string {
  const kept: string[] = [];
  const keep = (html: string): string => mark(kept.push(html) - 1);
  const clean = markdown.replaceAll(/[\uE000\uE001]/g, '');
  const text = clean.replaceAll(guarded, (...parts: unknown[]) =>
    keep(guardedHtml(parts.at(-1) as Partial<Record<string, string>>)),
  );
  const html = emphasis(links(escapeHtml(text), keep)).replaceAll(
    /&lt;(b|strong|i|em|code|kbd|sub|sup|del)&gt;(.*?)&lt;\/\1&gt;/gi,
    '<$1>$2</$1>',
  );
  return restore(html, kept);
}

function guardedHtml(groups: Partial<Record<string, string>>): string {
  if (groups['code'] !== undefined) return `<code>${escapeHtml(groups['code'].replace(/^ (.*) $/s, '$1'))}</code>`;
  if (groups['escaped'] !== undefined) return escapeHtml(groups['escaped']);
  return groups['entity'] ?? '<br>';
}

function links(text: string, keep: (html: string) => string): string {
  return text
    .replaceAll(/!?\[([^\]]*)\]\(([^)\s]+)(?: &quot;.*?&quot;)?\)/g, (all: string, label: string, target: string) =>
      /^(https?:\/\/|#|\.{0,2}\/)/i.test(target) ? `${keep(`<a href="${target}">`)}${label}${keep('</a>')}` : all,
    )
    .replaceAll(
      /(^|[\s(])(https?:\/\/[^\s<)\uE000]+)/g,
      (_, before: string, url: string) => before + keep(`<a href="${url}">${url}</a>`),
    );
}

const emphasis = (text: string): string =>
  text
    .replaceAll(/\*\*(?=\S)(.+?)(?<=\S)\*\*/g, '<strong>$1</strong>')
    .replaceAll(/(?<!\w)__(?=\S)(.+?)(?<=\S)__(?!\w)/g, '<strong>$1</strong>')
    .replaceAll(/\*(?=\S)(.+?)(?<=\S)\*/g, '<em>$1</em>')
    .replaceAll(/(?<!\w)_(?=\S)(.+?)(?<=\S)_(?!\w)/g, '<em>$1</em>')
    .replaceAll(/~~(?=\S)(.+?)(?<=\S)~~/g, '<del>$1</del>');

/** Marks may stand inside what other marks hold (an escape in a link's target). */
function restore(html: string, kept: readonly string[]): string {
  const once = html.replaceAll(/\uE000(\d+)\uE001/g, (_, place: string) => kept[Number(place)] ?? '');
  return once.includes('\uE000') ? restore(once, kept) : once;
}
