import { codeBlock, details, escapeMarkdown, table } from '@data-profiler-actions/action-kit';
import { describe, expect, it } from '@jest/globals';
import { renderInline } from '../src/report/markdown-inline.ts';
import { renderMarkdown } from '../src/report/markdown.ts';

describe('inline Markdown', () => {
  it.each([
    ['**bold** and *slanted* and ~~gone~~', '<strong>bold</strong> and <em>slanted</em> and <del>gone</del>'],
    ['snake_case_name stays', 'snake_case_name stays'],
    ['`a*b*` and ``x`y``', '<code>a*b*</code> and <code>x`y</code>'],
    [String.raw`\*not bold\* &lt;b&gt;`, '*not bold* &lt;b&gt;'],
    ['[docs](https://example.org/a_b_c)', '<a href="https://example.org/a_b_c">docs</a>'],
    ['see https://example.org/x.', 'see <a href="https://example.org/x.">https://example.org/x.</a>'],
    ['<kbd>Esc</kbd><br>', '<kbd>Esc</kbd><br>'],
  ])('shows %s', (markdown, html) => {
    expect(renderInline(markdown)).toBe(html);
  });

  it.each([
    '<script>alert(1)</script>',
    '[x](javascript:alert(1))',
    '<img src=x onerror=alert(1)>',
    '<b onclick="x">b</b>',
    '[a](https://x"onclick=y)',
  ])('lets no code through from %s', (markdown) => {
    expect(renderInline(markdown)).not.toMatch(/<(script|img|b )|href="javascript|"onclick/);
  });
});

describe('Markdown blocks', () => {
  it('shows what the kit escapes literally, also in a table', () => {
    const hostile = 'a|b <i>*x*</i> `c` [d](e) @all';
    const html = renderMarkdown(table(['Name'], [[escapeMarkdown(hostile)]]));
    expect(html).toContain('<td>a|b &lt;i&gt;*x*&lt;/i&gt; `c` [d](e) &#64;all</td>');
  });

  it('renders tables with the alignment of their columns', () => {
    expect(renderMarkdown('| a | b |\n| :-- | --: |\n| 1 | 2 |')).toContain(
      '<tr><td>1</td><td class="right">2</td></tr>',
    );
  });

  it('renders details around blocks, and closes what was cut off', () => {
    const html = renderMarkdown(details('More', table(['a'], [['1']])));
    expect(html).toMatch(
      /^<details><summary>More<\/summary>\n<div class="scroll"><table>.*<\/table><\/div>\n<\/details>$/s,
    );
    expect(renderMarkdown('<details><summary>Cut')).toBe('<details><summary>Cut</summary></details>');
    expect(renderMarkdown('text\n\n</details>\n\nmore')).toBe('<p>text</p>\n\n<p>more</p>');
  });

  it('keeps code as it is, within fences of any length', () => {
    expect(renderMarkdown(codeBlock('```\n<b>\n```', 'md'))).toBe(
      '<pre><code class="language-md">```\n&lt;b&gt;\n```</code></pre>',
    );
  });

  it('renders notes, lists in lists, tasks and headings', () => {
    expect(renderMarkdown('> [!NOTE]\n> Read **this**.')).toBe(
      '<div class="note note"><p class="note-title">Note</p><p>Read <strong>this</strong>.</p></div>',
    );
    expect(renderMarkdown('- a\n  - b\n- [x] c')).toBe(
      '<ul><li>a<ul><li>b</li></ul></li><li><span class="task">☑</span> c</li></ul>',
    );
    expect(renderMarkdown('## Title ##\ntext')).toBe('<h4 class="h2">Title</h4>\n<p>text</p>');
  });

  it.each<[string, (rows: number) => string]>([
    [
      'tables',
      (rows) =>
        table(
          ['a', 'b'],
          Array.from({ length: rows }, (_, row) => [`\`src/${row}.ts\``, '**bad** here']),
        ),
    ],
    ['paragraphs', (rows) => 'a line of text\n'.repeat(10 * rows)],
    ['lists', (rows) => '- item\n'.repeat(rows)],
  ])('takes time in proportion to the length of %s', (_, markdown) => {
    const once = (rows: number): number => {
      const started = process.cpuUsage();
      renderMarkdown(markdown(rows));
      return process.cpuUsage(started).user;
    };
    // The least of three: what else the process does in between only adds.
    const cost = (rows: number): number => Math.min(once(rows), once(rows), once(rows));
    // Four times the length: where every line looked at all others, it would be sixteen times the work.
    expect(cost(20_000)).toBeLessThan(10 * cost(5000));
  });
});
