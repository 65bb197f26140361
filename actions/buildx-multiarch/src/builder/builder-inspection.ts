/** One BuildKit behind a builder. */
export interface BuilderNode {
  /** What it builds, its own platform first, variants of the default dropped (linux/arm64/v8 is linux/arm64). */
  readonly platforms: readonly string[];
}

/** What `buildx inspect` says of a builder. */
export interface Inspection {
  readonly name: string;
  readonly driver: string;
  readonly nodes: readonly BuilderNode[];
  /** Of all nodes together. */
  readonly platforms: readonly string[];
  readonly error: string;
}

export function readInspection(text: string): Inspection {
  const values = (field: string): string[] =>
    [...text.matchAll(new RegExp(`^${field}:[ \\t]+(.+)$`, 'gm'))].map((match) => (match[1] ?? '').trim());
  const nodes = values('Platforms').map((line) => ({
    platforms: line.split(',').map((item) => normalPlatform(item.trim().replace(/\*$/, ''))),
  }));
  return {
    name: values('Name')[0] ?? '',
    driver: values('Driver')[0] ?? '',
    nodes,
    platforms: [...new Set(nodes.flatMap(({ platforms }) => platforms))],
    error: values('Error')[0] ?? '',
  };
}

/** `os/architecture[/variant]`. */
export function isPlatform(text: string): boolean {
  return /^[a-z0-9]+\/[a-z0-9_]+(\/v\d+)?$/.test(text);
}

/** A platform as Docker writes it: `linux/arm64/v8` is `linux/arm64`, and other names of an architecture are Docker's. */
export function normalPlatform(platform: string): string {
  const [os = '', architecture, ...variant] = platform.split('/');
  if (architecture === undefined) return platform;
  const named = [os, architectures[architecture] ?? architecture, ...variant].join('/');
  return named.replace(/^(.+\/arm64)\/v8$|^(.+\/amd64)\/v1$/, '$1$2').replace(/^(.+\/arm)$/, '$1/v7');
}

/** As GitHub's `runner.arch` and as `uname -m` and Debian name them (containerd/platforms, normalizeArch). */
const architectures: Readonly<Record<string, string>> = {
  X64: 'amd64',
  x86_64: 'amd64',
  'x86-64': 'amd64',
  ARM64: 'arm64',
  aarch64: 'arm64',
  X86: '386',
  i386: '386',
  ARM: 'arm/v7',
  armhf: 'arm/v7',
  armel: 'arm/v6',
};

/**
 * Whether a platform needs emulation on a builder: a node's first platform is its own; x86-64 runs 386, arm64 runs 32-bit arm, nothing else is
 * shared.
 */
export function isEmulated(platform: string, nodes: readonly BuilderNode[]): boolean {
  return !nodes.some(({ platforms }) => family(platforms[0] ?? '') === family(platform));
}

function family(platform: string): string {
  const [os = '', architecture = ''] = platform.split('/');
  const families: Readonly<Record<string, string>> = { '386': 'amd64', arm: 'arm64' };
  return `${os}/${families[architecture] ?? architecture}`;
}
