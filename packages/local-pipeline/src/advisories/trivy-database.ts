import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { otherAdvisories, type Advisory, type OtherAdvisory } from './advisories.ts';
import { boltFile, type Bucket } from './bolt-file.ts';

const severityNumber = { LOW: 1, MEDIUM: 2, HIGH: 3, CRITICAL: 4 } as const;

/** A bucket of advisories, and the source it names. */
const sources = {
  pip: { bucket: 'pip::GitHub Security Advisory pip', id: 'ghsa', name: 'GitHub Security Advisory pip' },
  npm: { bucket: 'npm::GitHub Security Advisory npm', id: 'ghsa', name: 'GitHub Security Advisory npm' },
  maven: { bucket: 'maven::GitHub Security Advisory Maven', id: 'ghsa', name: 'GitHub Security Advisory Maven' },
  'debian 12': { bucket: 'debian 12', id: 'debian', name: 'Debian Security Tracker' },
} as const;
type Ecosystem = keyof typeof sources;
type Known = Advisory & { readonly ecosystem: Ecosystem };

/** Writes a Trivy cache directory whose database (schema 2) knows these advisories and nothing else. */
export function writeTrivyDatabase(
  folder: string,
  advisories: readonly Advisory[],
  others: readonly OtherAdvisory[] = otherAdvisories,
): void {
  const known: Known[] = [...advisories.map((one) => ({ ...one, ecosystem: 'pip' as const })), ...others];
  mkdirSync(join(folder, 'db'), { recursive: true });
  writeFileSync(join(folder, 'db', 'trivy.db'), boltFile(databaseOf(known)));
  const today = new Date().toISOString();
  const metadata = { Version: 2, NextUpdate: '2099-01-01T00:00:00Z', UpdatedAt: today, DownloadedAt: today };
  writeFileSync(join(folder, 'db', 'metadata.json'), JSON.stringify(metadata));
}

function databaseOf(known: readonly Known[]): Bucket {
  const ecosystems = Object.keys(sources) as Ecosystem[];
  return new Map<string, Bucket>([
    [
      'data-source',
      new Map(Object.values(sources).map((source) => [source.bucket, JSON.stringify(descriptionOf(source))])),
    ],
    ...ecosystems.map((ecosystem): [string, Bucket] => [
      sources[ecosystem].bucket,
      packagesOf(known.filter((one) => one.ecosystem === ecosystem)),
    ]),
    ['vulnerability', new Map(known.map((one) => [one.cve, JSON.stringify(detailOf(one))]))],
    ['vulnerability-id', new Map(known.map(({ cve }) => [cve, '{}']))],
  ]);
}

const descriptionOf = ({ id, name }: (typeof sources)[Ecosystem]): Record<string, string> => ({
  ID: id,
  Name: name,
  URL: id === 'ghsa' ? 'https://github.com/advisories' : 'https://security-tracker.debian.org',
});

function packagesOf(known: readonly Known[]): Bucket {
  const packages = [...Map.groupBy(known, (one) => one.package)];
  return new Map(
    packages.map(([name, advisories]): [string, Bucket] => [
      name,
      new Map(advisories.map((one) => [one.cve, JSON.stringify(rangeOf(one))])),
    ]),
  );
}

function rangeOf({ ecosystem, fixed, ghsa }: Known): Record<string, unknown> {
  return ecosystem === 'debian 12'
    ? { FixedVersion: fixed }
    : { PatchedVersions: [fixed], VulnerableVersions: [`<${fixed}`], VendorIDs: [ghsa] };
}

function detailOf({ summary, severity, cvss, cwe, ghsa, cve }: Advisory): Record<string, unknown> {
  const judge = ghsa === '' ? 'nvd' : 'ghsa';
  return {
    Title: summary,
    Description: summary,
    Severity: severity,
    VendorSeverity: { [judge]: severityNumber[severity] },
    CVSS: { [judge]: { V3Vector: cvss.vector, V3Score: cvss.score } },
    CweIDs: [cwe],
    References: [
      ghsa === '' ? `https://security-tracker.debian.org/tracker/${cve}` : `https://github.com/advisories/${ghsa}`,
    ],
  };
}
