import { join } from 'node:path';
import { advisories, startOsvService, writeSafetyDatabase, writeTrivyDatabase } from './advisories/index.ts';

export interface AdvisoryServices {
  /** Workflow variables that point the scanners here. */
  readonly variables: Readonly<Record<'TRIVY_DB' | 'OSV_URL' | 'SAFETY_DB', string>>;
  close(): Promise<void>;
}

/** Stand-ins for the vulnerability databases that scanners download: a few real advisories, in each scanner's own format. */
export async function startAdvisoryServices(scratch: string): Promise<AdvisoryServices> {
  const trivy = join(scratch, 'trivy-cache');
  const safety = join(scratch, 'safety-db');
  writeTrivyDatabase(trivy, advisories);
  writeSafetyDatabase(safety, advisories);
  const osv = await startOsvService(advisories);
  return { variables: { TRIVY_DB: trivy, OSV_URL: osv.url, SAFETY_DB: safety }, close: () => osv.close() };
}
