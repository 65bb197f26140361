import { parseVersion, type Version } from './version.ts';

/** The releases among a repository's tags: pre-releases and other tags do not count; with a suffix only tags that end in it. */
export function releasesAmong(tags: readonly string[], suffix: string): Version[] {
  return tags
    .filter((tag) => tag.endsWith(suffix))
    .map((tag) => parseVersion(suffix ? tag.slice(0, -suffix.length) : tag))
    .filter((version): version is Version => version !== undefined && version.prerelease === '');
}

/** The highest release above `version`, within a line such as `1.2` or `1` if one is given. */
export function newerRelease(version: Version, releases: readonly Version[], line?: string): Version | undefined {
  return releases
    .filter((other) => line === undefined || `${other.text}.`.startsWith(`${line}.`))
    .filter((other) => compareReleases(other, version) > 0)
    .sort(compareReleases)
    .at(-1);
}

function compareReleases(a: Version, b: Version): number {
  const difference = (key: 'major' | 'minor' | 'patch'): number => Number(a[key]) - Number(b[key]);
  return difference('major') || difference('minor') || difference('patch');
}
