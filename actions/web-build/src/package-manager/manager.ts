export type ManagerName = 'npm' | 'pnpm' | 'yarn' | 'bun';

/** Yarn 1 and its successors share a name and little else. */
export type Flavour = 'npm' | 'pnpm' | 'yarn-classic' | 'yarn-berry' | 'bun';

export interface Manager {
  readonly name: ManagerName;
  readonly flavour: Flavour;
  /** As package.json pins it: a version, the first parts of one, or a range; empty where it does not. */
  readonly version: string;
  /** `algorithm.hex` of what `packageManager` pins, as corepack writes it; else empty. */
  readonly hash: string;
  /** Absolute; empty where nothing is installed and none is needed. */
  readonly lockFile: string;
  /** What told: for the log. */
  readonly because: string;
}

/** pnpm from 12 on would have a pinned version of itself in the lock file too, though it is there already and is the right one. */
export const managerSettings = ({ flavour, version }: Manager): Readonly<Record<string, string>> =>
  flavour === 'pnpm' && /^\d+\.\d+\.\d+/.test(version) ? { PNPM_CONFIG_PM_ON_FAIL: 'ignore' } : {};

export function managerNamed(word: unknown): ManagerName | undefined {
  return (['npm', 'pnpm', 'yarn', 'bun'] as const).find((name) => name === word);
}
