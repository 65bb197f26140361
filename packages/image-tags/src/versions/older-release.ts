import { parsePythonVersion } from './pep440.ts';
import { isCalendar, parseOnePart, parseTwoPart, parseVersion, type Version } from './version.ts';

/** Which of many tags are releases of the same thing: those between `prefix` and `suffix`. */
export interface ReleaseNames {
  readonly scheme: Version['scheme'];
  readonly prefix: string;
  readonly suffix: string;
}

const parsers: Readonly<Record<Version['scheme'], (tag: string) => Version | undefined>> = {
  semver: parseVersion,
  pep440: parsePythonVersion,
  'two-part': (tag) => parseVersion(tag) ?? parseTwoPart(tag),
  'one-part': (tag) => parseVersion(tag) ?? parseTwoPart(tag) ?? parseOnePart(tag),
};

/** The releases among tags: pre-releases and other tags do not count, nor does a number without `v`, which may be a pull request or a date. */
export function releasesAmong(tags: readonly string[], { scheme, prefix, suffix }: ReleaseNames): Version[] {
  const parse = parsers[scheme];
  return tags
    .filter((tag) => tag.startsWith(prefix) && tag.endsWith(suffix) && tag.length >= prefix.length + suffix.length)
    .map((tag) => tag.slice(prefix.length, tag.length - suffix.length))
    .filter((text) => text.includes('.') || text.startsWith('v'))
    .map(parse)
    .filter((version): version is Version => version !== undefined && version.prerelease === '');
}

/** The highest release above `version`, within a line such as `1.2` or `1` if one is given. */
export function newerRelease(version: Version, releases: readonly Version[], line?: string): Version | undefined {
  return releases
    .filter((other) => line === undefined || `${other.text}.`.startsWith(`${line}.`))
    .filter((other) => isNewer(other, version))
    .sort(compareReleases)
    .at(-1);
}

/** The newest other release, if it counts by the calendar and `version` does not, or the reverse: neither is then newer. */
export function incomparableRelease(version: Version, releases: readonly Version[]): Version | undefined {
  const newest = releases
    .filter(({ text }) => text !== version.text)
    .sort(compareReleases)
    .at(-1);
  return newest && isCalendar(newest) !== isCalendar(version) ? newest : undefined;
}

/** A pre-release is older than its release (Semantic Versioning 2.0.0 section 11.3). `v1` stands for all of 1.x: only 2 is newer. */
function isNewer(release: Version, than: Version): boolean {
  if (than.scheme === 'one-part') return Number(release.major) > Number(than.major);
  const difference = compareReleases(release, than);
  return difference > 0 || (difference === 0 && than.scheme !== 'pep440' && than.prerelease !== '');
}

function compareReleases(a: Version, b: Version): number {
  const difference = (key: 'major' | 'minor' | 'patch'): number => Number(a[key]) - Number(b[key]);
  return difference('major') || difference('minor') || difference('patch');
}
