import { basename } from 'node:path';
import { escapeMarkdown, table } from '@data-profiler-actions/action-kit';
import type { BrowserProof } from '../browser/browser-proof.ts';
import type { PageFault } from '../browser/page-events.ts';

/** What a browser saw on each page. A job summary cannot hold pictures: it says where they are. */
export function pageTable({ pages, more }: BrowserProof): string {
  const rows = pages.map(({ path, faults, screenshot, seconds }) => [
    sign(faults),
    escapeMarkdown(path),
    faults.length === 0 ? 'nothing' : faults.slice(0, 10).map(shown).join('<br>'),
    `${seconds.toFixed(1)} s`,
    screenshot === '' ? '' : escapeMarkdown(basename(screenshot)),
  ]);
  const left = more > 0 ? ` ${more} more pages were not opened.` : '';
  return [
    table(['', 'Page in a browser', 'Errors and failed requests', 'Time', 'Screenshot'], rows),
    `The screenshots lie in \`RUNNER_TEMP\`; the file of the output \`report\` names them. To keep them: \`actions/upload-artifact\` with \`path: \${{ runner.temp }}/web-build-pages-*\`.${left}`,
  ].join('\n\n');
}

function sign(faults: readonly PageFault[]): string {
  if (faults.some(({ severity }) => severity === 'error')) return '❌';
  return faults.some(({ severity }) => severity === 'warning') ? '⚠️' : '✅';
}

const shown = ({ severity, message }: PageFault): string =>
  `${severity === 'note' ? 'not counted: ' : ''}${escapeMarkdown(message)}`;
