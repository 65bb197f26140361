import { codeBlock, details, escapeMarkdown, heading, table } from '@data-profiler-actions/action-kit';
import type { BuildFailure } from '../build/build-failure.ts';
import { emulationCost } from '../builder/builders.ts';
import type { Outcome } from '../outcome.ts';
import type { PlatformRecord } from '../publish/platform-record.ts';
import { stageTimeline } from './timeline.ts';

/** What people want to know of an image: its platforms, its tags, how to get it, and what took the time. */
export function outcomeSummary(outcome: Outcome): string[] {
  const { image, digest, tags, platforms, pushed, notPushed, account } = outcome;
  const stages = account?.stages ?? [];
  const kept = digest === '' ? '' : ` Digest: \`${digest}\``;
  return [
    heading(3, `${verb(outcome)} ${escapeMarkdown(image)}`),
    pushed ? `\`${image}@${digest}\`` : `Not pushed: ${escapeMarkdown(notPushed)}.${kept}`,
    ...(platforms.length > 0 ? [platformTable(platforms)] : []),
    ...(platforms.some(({ emulated }) => emulated) ? [emulationCost] : []),
    ...(tags.length > 0 ? [`**Tags:** ${tags.map((tag) => `\`${tag}\``).join(', ')}`] : []),
    ...(pushed ? [commands(outcome)] : []),
    ...(account ? [account.cache.map((verdict) => `Cache of ${escapeMarkdown(verdict)}.`).join('<br>')] : []),
    ...(account && account.warnings > 0
      ? [`${account.warnings} warnings of Dockerfile checks, annotated in the Dockerfile.`]
      : []),
    ...(stages.length > 0 ? [details('Timeline of stages', stageTimeline(stages))] : []),
  ];
}

export function failureSummary(image: string, failure: BuildFailure): string[] {
  const place = failure.file === undefined ? [] : [`At \`${failure.file}:${failure.line ?? 1}\``];
  return [
    heading(3, `Build of ${escapeMarkdown(image)} failed`),
    escapeMarkdown(failure.headline),
    ...place,
    ...(failure.remedy === '' ? [] : [withCode(failure.remedy)]),
    codeBlock(failure.block),
  ];
}

/** Text of ours that may quote others': names in backticks stay code, all else is escaped. */
function withCode(text: string): string {
  return text
    .split(/(`[^`\n]+`)/)
    .map((part, at) => (at % 2 === 1 ? part : escapeMarkdown(part)))
    .join('');
}

function verb({ mode, pushed }: Outcome): string {
  if (!pushed) return mode === 'merge' ? 'Not merged:' : 'Built';
  return mode === 'build' ? 'Pushed by digest' : 'Published';
}

/** To get it, and to see that what one got is what was published. */
function commands({ image, digest, tags, mode }: Outcome): string {
  const exact = `${image}@${digest}`;
  const lines = [
    `docker pull ${mode === 'build' ? exact : (tags[0] ?? exact)}`,
    `docker buildx imagetools inspect ${exact}`,
    ...(tags[0] === undefined
      ? []
      : [`test "$(docker buildx imagetools inspect ${tags[0]} --format '{{.Manifest.Digest}}')" = ${digest}`]),
  ];
  return codeBlock(lines.join('\n'), 'sh');
}

function platformTable(platforms: readonly PlatformRecord[]): string {
  const rows = platforms.map((record) => {
    const { platform, digest, size, layers } = record;
    return [
      platform,
      digest === '' ? unknown : `\`${digest}\``,
      size === 0 ? unknown : bytes(size),
      layers === 0 ? unknown : layers,
      ...howBuilt(record),
    ];
  });
  return table(['Platform', 'Digest', 'Size, compressed', 'Layers', 'Time', 'Built', 'From cache'], rows);
}

const unknown = '–';

/** A digest given by hand says nothing of how it was built. */
function howBuilt({ seconds, emulated, cached }: PlatformRecord): string[] {
  if (seconds === 0 && cached === 0) return [unknown, unknown, unknown];
  return [`${seconds.toFixed(1)} s`, emulated ? 'emulated' : 'native', `${Math.round(cached * 100)} %`];
}

function bytes(size: number): string {
  return size < 1_000_000 ? `${(size / 1000).toFixed(1)} kB` : `${(size / 1_000_000).toFixed(1)} MB`;
}
