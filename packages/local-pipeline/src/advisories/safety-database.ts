import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Advisory } from './advisories.ts';

const meta = { schema_version: '2.0.0', timestamp: 0, advisory: '', base_domain: '' };

/** Writes a folder for Safety's `--db` (schema 2.0.0) that knows these advisories and nothing else. */
export function writeSafetyDatabase(folder: string, advisories: readonly Advisory[]): void {
  mkdirSync(folder, { recursive: true });
  const packages = [...Map.groupBy(advisories, (advisory) => advisory.package)];
  const ranges = packages.map(([name, known]): [string, string[]] => [name, known.map(({ fixed }) => `<${fixed}`)]);
  writeFileSync(
    join(folder, 'insecure.json'),
    JSON.stringify({ meta, vulnerable_packages: Object.fromEntries(ranges) }),
  );
  writeFileSync(join(folder, 'insecure_full.json'), JSON.stringify(fullDatabase(packages, advisories)));
}

function fullDatabase(
  packages: readonly [string, readonly Advisory[]][],
  advisories: readonly Advisory[],
): Record<string, unknown> {
  const perPackage = <T>(describe: (known: readonly Advisory[]) => T): Record<string, T> =>
    Object.fromEntries(packages.map(([name, known]) => [name, describe(known)]));
  const severities: Record<string, unknown> = Object.fromEntries(
    advisories.map((advisory) => [advisory.cve, severityOf(advisory)]),
  );
  return {
    meta: { ...meta, severities },
    vulnerable_packages: perPackage((known) => known.map((one) => detailOf(one, advisories.indexOf(one)))),
    packages: perPackage(releasesOf),
  };
}

function severityOf({ cvss, severity }: Advisory): Record<string, unknown> {
  const cvssv3 = { base_score: cvss.score, impact_score: 3.6, vector_string: cvss.vector, base_severity: severity };
  return { cvssv2: null, cvssv3 };
}

function detailOf({ fixed, summary, cve }: Advisory, index: number): Record<string, unknown> {
  const ids = [
    { type: 'pyup', id: String(90_001 + index) },
    { type: 'cve', id: cve },
  ];
  return {
    specs: [`<${fixed}`],
    advisory: summary,
    transitive: false,
    more_info_path: `/v/${90_001 + index}/`,
    fixed_versions: [fixed],
    ids,
  };
}

function releasesOf(known: readonly Advisory[]): Record<string, unknown> {
  const fixed = known.map((advisory) => advisory.fixed);
  return {
    secure_versions: fixed,
    insecure_versions: [],
    latest_version: fixed.at(-1),
    latest_secure_version: fixed.at(-1),
    more_info_path: '/',
  };
}
