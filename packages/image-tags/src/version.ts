/** A release version as it stands in a Git tag, a leading `v` allowed (Semantic Versioning 2.0.0, sections 2, 9 and 10). */
export interface Version {
  readonly major: string;
  readonly minor: string;
  readonly patch: string;
  /** Empty for a release. */
  readonly prerelease: string;
  /** The version without `v` and build metadata. */
  readonly text: string;
}

const semantic =
  /^v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?$/;
/** Calendar versions keep their leading zeros: 2024.01.02 is not 2024.1.2. */
const calendar = /^v?(\d{4})\.(\d{2})\.(\d{2})$/;

/** The version that a tag names, or undefined. */
export function parseVersion(tag: string): Version | undefined {
  const match = semantic.exec(tag) ?? calendar.exec(tag);
  if (!match) return undefined;
  const [, major = '', minor = '', patch = '', prerelease = ''] = match;
  const release = `${major}.${minor}.${patch}`;
  return { major, minor, patch, prerelease, text: prerelease ? `${release}-${prerelease}` : release };
}
