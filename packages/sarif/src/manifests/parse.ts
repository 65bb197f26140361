import { parseLockTables } from './lock-tables.ts';
import { manifestKind, type Manifest, type Requirement } from './manifest.ts';
import { parsePackageLock } from './package-lock.ts';
import { parsePipfileLock } from './pipfile-lock.ts';
import { parsePnpmLock } from './pnpm-lock.ts';
import { parsePyproject } from './pyproject.ts';
import { parseRequirements } from './requirements.ts';
import { normalVersion } from '../vulnerabilities/versions.ts';

const parsers = {
  requirements: parseRequirements,
  pyproject: parsePyproject,
  uv: parseLockTables,
  poetry: parseLockTables,
  pylock: parseLockTables,
  pipfile: parsePipfileLock,
  npm: parsePackageLock,
  pnpm: parsePnpmLock,
} as const;

/** Reads a file of dependencies by its name. */
export function parseManifest(file: string, text: string): Manifest {
  return parsers[manifestKind(file)](text);
}

/** The line that gives a package this version (as PEP 440 compares), else the first that names it, else 1. */
export function lineOfPackage(requirements: readonly Requirement[], name: string, version: string): number {
  let first: Requirement | undefined;
  for (const requirement of requirements) {
    if (requirement.name !== name) continue;
    if (requirement.version === version || normalVersion(requirement.version) === normalVersion(version))
      return requirement.line;
    first ??= requirement;
  }
  return first?.line ?? 1;
}
