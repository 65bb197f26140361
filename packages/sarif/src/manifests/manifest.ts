/** One package that a file asks for, and where. */
export interface Requirement {
  /** Canonical name (PEP 503); of npm as it is. Empty where the line names none (a path, an address). */
  readonly name: string;
  /** The one version that will be installed; empty where the file does not say. */
  readonly version: string;
  /** 1-based: the line that an upgrade changes. */
  readonly line: number;
  readonly text: string;
}

/** What a file of dependencies says. Further files are relative to its own folder. */
export interface Manifest {
  readonly requirements: readonly Requirement[];
  /** Files whose packages are installed too. */
  readonly includes: readonly string[];
  /** Files that pin packages without asking for them; requirements files alone have any. */
  readonly constraints?: readonly string[];
}

export type ManifestKind = 'requirements' | 'pyproject' | 'uv' | 'poetry' | 'pipfile' | 'pylock' | 'npm' | 'pnpm';

/** The kind of a file by its name; anything that is not known otherwise is read as a requirements file. */
export function manifestKind(file: string): ManifestKind {
  const name = file.split('/').at(-1) ?? '';
  if (name === 'pyproject.toml') return 'pyproject';
  if (name === 'uv.lock') return 'uv';
  if (name === 'poetry.lock') return 'poetry';
  if (name === 'Pipfile.lock') return 'pipfile';
  if (name === 'pnpm-lock.yaml') return 'pnpm';
  if (name === 'package-lock.json' || name === 'npm-shrinkwrap.json') return 'npm';
  return /^pylock(\.[^.]+)?\.toml$/.test(name) ? 'pylock' : 'requirements';
}

/** PEP 503, "Normalized Names". */
export function canonicalName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}
