import type { Builder } from './builder.ts';

/** Platforms that one call of BuildKit builds together. */
export interface Leg {
  readonly builder: Builder;
  readonly platforms: readonly string[];
}

/**
 * A builder of several nodes gets each platform alone: Buildx would join what its nodes pushed under a tag of its own choice, `latest`. A node of ours
 * has its platform; the local builder builds the rest, in one go.
 */
export function legsOf(
  platforms: readonly string[],
  nodes: ReadonlyMap<string, Builder>,
  local: Builder | undefined,
): Leg[] {
  const remote = platforms.flatMap((platform) => {
    const builder = nodes.get(platform);
    return builder === undefined ? [] : [{ builder, platforms: [platform] }];
  });
  const rest = platforms.filter((platform) => !nodes.has(platform));
  if (local === undefined || rest.length === 0) return remote;
  const together = local.nodes.length === 1 ? [rest] : rest.map((platform) => [platform]);
  return [...together.map((own) => ({ builder: local, platforms: own })), ...remote];
}
