import type { Strategy } from '../cost/cost.ts';
import type { Labels, RunnerMap } from './runner-lines.ts';
import { isSelfHosted } from './strategy.ts';

const hostedX64 = 'ubuntu-24.04';
const hostedArm = 'ubuntu-24.04-arm';
const ownX64 = ['self-hosted', 'linux', 'x64'];
const ownArm = ['self-hosted', 'linux', 'arm64'];

/** Labels for `light`, `heavy`, linux/amd64, linux/arm64 and every further platform: those given, else the strategy's. */
export function assignRunners(strategy: Strategy, given: RunnerMap, platforms: readonly string[]): RunnerMap {
  const own = strategy !== 'hosted';
  const chosen = own ? given : withoutSelfHosted(given);
  const heavy = chosen['heavy'] ?? (own ? ownX64 : hostedX64);
  const runners: Record<string, Labels> = {
    light: chosen['light'] ?? (strategy === 'self-hosted' ? ownX64 : hostedX64),
    heavy,
    'linux/amd64': chosen['linux/amd64'] ?? heavy,
    'linux/arm64': chosen['linux/arm64'] ?? (own ? ownArm : hostedArm),
  };
  for (const platform of platforms) runners[platform] ??= chosen[platform] ?? runners[nearestNative(platform)] ?? heavy;
  return runners;
}

/** The architecture that runs a platform with least emulation: 32-bit ARM on arm64, everything else on amd64. */
function nearestNative(platform: string): string {
  return platform.startsWith('linux/arm') ? 'linux/arm64' : 'linux/amd64';
}

/** A hosted run leaves machines of one's own alone, even where they are named. */
function withoutSelfHosted(given: RunnerMap): RunnerMap {
  return Object.fromEntries(Object.entries(given).filter(([, labels]) => !isSelfHosted(labels)));
}

/** Labels of GitHub's standard machines: any other one, a scale set's name too, may be a machine of one's own. */
export function standardRunners(given: RunnerMap): RunnerMap {
  const isStandard = (labels: Labels): boolean =>
    [labels].flat().every((label) => /^(?:ubuntu|windows|macos)-/i.test(label));
  return Object.fromEntries(Object.entries(given).filter(([, labels]) => isStandard(labels)));
}
