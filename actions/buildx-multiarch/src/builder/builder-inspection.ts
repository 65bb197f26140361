/** What `buildx inspect` says of a builder, its nodes together. */
export interface Inspection {
  readonly name: string;
  readonly driver: string;
  /** Preferred ones first, variants of the default dropped (linux/arm64/v8 is linux/arm64). */
  readonly platforms: readonly string[];
  /** The first platform of each node: what it runs without emulation. */
  readonly native: readonly string[];
  readonly error: string;
}

export function readInspection(text: string): Inspection {
  const values = (field: string): string[] =>
    [...text.matchAll(new RegExp(`^${field}:[ \\t]+(.+)$`, 'gm'))].map((match) => (match[1] ?? '').trim());
  const nodes = values('Platforms').map((line) =>
    line.split(',').map((item) => normalPlatform(item.trim().replace(/\*$/, ''))),
  );
  return {
    name: values('Name')[0] ?? '',
    driver: values('Driver')[0] ?? '',
    platforms: [...new Set(nodes.flat())],
    native: nodes.flatMap((platforms) => platforms.slice(0, 1)),
    error: values('Error')[0] ?? '',
  };
}

/** `linux/arm64/v8` is `linux/arm64`, as Docker writes it. */
export function normalPlatform(platform: string): string {
  return platform.replace(/^(.+\/arm64)\/v8$/, '$1');
}

/** Whether a platform needs emulation on a builder: x86-64 runs 386, arm64 runs 32-bit arm, nothing else is shared. */
export function isEmulated(platform: string, native: readonly string[]): boolean {
  const family = (name: string): string => {
    const [os = '', architecture = ''] = name.split('/');
    const families: Readonly<Record<string, string>> = { '386': 'amd64', arm: 'arm64' };
    return `${os}/${families[architecture] ?? architecture}`;
  };
  return !native.some((name) => family(name) === family(platform));
}
