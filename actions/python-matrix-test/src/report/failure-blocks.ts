import { codeBlock, details, heading } from '@data-profiler-actions/action-kit';
import type { Failure } from './failures.ts';

const longestText = 20_000;
/** Leaves the rest of the summary its place under GitHub's limit. */
const allFailures = 700_000;

/** Every distinct failure, folded, as far as there is room; the rest is counted. */
export function failureBlocks(failures: readonly Failure[], unannotated: number): string[] {
  if (failures.length === 0) return [];
  const shown: string[] = [];
  let bytes = 0;
  for (const failure of failures) {
    const block = failureBlock(failure);
    bytes += Buffer.byteLength(block);
    if (bytes > allFailures) break;
    shown.push(block);
  }
  const left = failures.length - shown.length;
  return [
    heading(4, `${failures.length} distinct ${failures.length === 1 ? 'failure' : 'failures'}`),
    ...(unannotated > 0 ? [`${unannotated} of them are not annotated: a step shows ten errors.`] : []),
    ...shown,
    ...(left > 0 ? [`${left} more are left out here; the JUnit files and the report file hold them.`] : []),
  ];
}

function failureBlock({ test, file, line, versions, product }: Failure): string {
  const raised = product ? `, raised at ${code(`${product.file}:${product.line}`)}` : '';
  const title = `${code(test.id)} · Python ${versions.join(', ')} · ${code(`${file}:${line}`)}${raised}`;
  const difference = differenceIn(test.text);
  const text = shorten(test.text || test.message || 'no account');
  return details(
    title,
    [...(difference ? [codeBlock(shorten(difference), 'diff')] : []), codeBlock(text)].join('\n\n'),
  );
}

/** The lines that pytest marks with `E`, without mark and indentation, where they hold a difference: GitHub colours its `-` and `+`. */
export function differenceIn(text: string): string {
  const lines = text.split('\n').flatMap((line) => (/^E( |$)/.test(line) ? [line.slice(1)] : []));
  const isDifference = (line: string): boolean => /^\s*[-?+] (?! ?(where|and) )/.test(line);
  if (!lines.some(isDifference)) return '';
  return lines.map((line) => (isDifference(line) ? line.trimStart() : line.replace(/^ {1,7}/, ''))).join('\n');
}

const shorten = (text: string): string =>
  text.length > longestText ? `${text.slice(0, longestText / 2)}\n…\n${text.slice(-longestText / 2)}` : text;

const code = (untrusted: string): string => `<code>${escapeHtml(untrusted)}</code>`;

const escapeHtml = (untrusted: string): string =>
  untrusted.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('@', '&#64;');
