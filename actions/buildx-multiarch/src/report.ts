import { codeBlock, escapeMarkdown, heading, table } from '@data-profiler-actions/action-kit';
import type { BuildFailure } from './build/build-failure.ts';
import type { Outcome } from './outcome.ts';
import type { PlatformRecord } from './publish/platform-record.ts';

/** What people want to know of an image: its platforms, its tags, and how to get it. */
export function outcomeSummary(outcome: Outcome): string[] {
  const { image, digest, tags, platforms, pushed, notPushed, mode } = outcome;
  return [
    heading(3, `${verb(outcome)} ${escapeMarkdown(image)}`),
    ...(pushed
      ? [`\`${image}@${digest}\``]
      : [`Not pushed: ${escapeMarkdown(notPushed)}.${digest === '' ? '' : ` Digest: \`${digest}\``}`]),
    ...(platforms.length > 0 ? [platformTable(platforms)] : []),
    ...(tags.length > 0 ? [`**Tags:** ${tags.map((tag) => `\`${tag}\``).join(', ')}`] : []),
    ...(pushed && mode !== 'build' ? [codeBlock(`docker pull ${tags[0] ?? `${image}@${digest}`}`, 'sh')] : []),
  ];
}

export function failureSummary(image: string, failure: BuildFailure): string[] {
  const place = failure.file === undefined ? [] : [`At \`${failure.file}:${failure.line ?? 1}\``];
  return [
    heading(3, `Build of ${escapeMarkdown(image)} failed`),
    escapeMarkdown(failure.headline),
    ...place,
    codeBlock(failure.block),
  ];
}

function verb({ mode, pushed }: Outcome): string {
  if (!pushed) return mode === 'merge' ? 'Not merged:' : 'Built';
  return mode === 'build' ? 'Pushed by digest' : 'Published';
}

function platformTable(platforms: readonly PlatformRecord[]): string {
  const rows = platforms.map(({ platform, digest, size, seconds, emulated, cached }) => [
    `${platform}${emulated ? ' (emulated)' : ''}`,
    digest === '' ? '–' : `\`${digest}\``,
    size === 0 ? '–' : bytes(size),
    seconds === 0 ? '–' : `${seconds.toFixed(1)} s`,
    `${Math.round(cached * 100)} %`,
  ]);
  return table(['Platform', 'Digest', 'Size', 'Time', 'From cache'], rows);
}

function bytes(size: number): string {
  return size < 1_000_000 ? `${(size / 1000).toFixed(1)} kB` : `${(size / 1_000_000).toFixed(1)} MB`;
}
