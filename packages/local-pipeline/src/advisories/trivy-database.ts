import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Advisory } from './advisories.ts';
import { boltFile, type Bucket } from './bolt-file.ts';

const source = 'pip::GitHub Security Advisory pip';
const severityNumber = { LOW: 1, MEDIUM: 2, HIGH: 3, CRITICAL: 4 } as const;

/** Writes a Trivy cache directory whose database (schema 2) knows these advisories and nothing else. */
export function writeTrivyDatabase(folder: string, advisories: readonly Advisory[]): void {
  mkdirSync(join(folder, 'db'), { recursive: true });
  writeFileSync(join(folder, 'db', 'trivy.db'), boltFile(databaseOf(advisories)));
  const today = new Date().toISOString();
  const metadata = { Version: 2, NextUpdate: '2099-01-01T00:00:00Z', UpdatedAt: today, DownloadedAt: today };
  writeFileSync(join(folder, 'db', 'metadata.json'), JSON.stringify(metadata));
}

function databaseOf(advisories: readonly Advisory[]): Bucket {
  const packages = Map.groupBy(advisories, (advisory) => advisory.package);
  const byPackage = [...packages].map(([name, known]): [string, Bucket] => [
    name,
    new Map(known.map((one) => [one.cve, JSON.stringify(rangeOf(one))])),
  ]);
  return new Map<string, Bucket>([
    [
      'data-source',
      new Map([
        [
          source,
          JSON.stringify({ ID: 'ghsa', Name: 'GitHub Security Advisory pip', URL: 'https://github.com/advisories' }),
        ],
      ]),
    ],
    [source, new Map(byPackage)],
    ['vulnerability', new Map(advisories.map((advisory) => [advisory.cve, JSON.stringify(detailOf(advisory))]))],
    ['vulnerability-id', new Map(advisories.map(({ cve }) => [cve, '{}']))],
  ]);
}

function rangeOf({ fixed, ghsa }: Advisory): Record<string, unknown> {
  return { PatchedVersions: [fixed], VulnerableVersions: [`<${fixed}`], VendorIDs: [ghsa] };
}

function detailOf({ summary, severity, cvss, cwe, ghsa }: Advisory): Record<string, unknown> {
  return {
    Title: summary,
    Description: summary,
    Severity: severity,
    VendorSeverity: { ghsa: severityNumber[severity] },
    CVSS: { ghsa: { V3Vector: cvss.vector, V3Score: cvss.score } },
    CweIDs: [cwe],
    References: [`https://github.com/advisories/${ghsa}`],
  };
}
