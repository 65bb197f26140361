import { copyFileSync, existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assetFile } from '../assets.ts';

/** Of the schema that Trivy asks for (aquasecurity/trivy-java-db); it is never out of date, since there is nothing in it. */
const metadata = { Version: 1, NextUpdate: '2999-01-01T00:00:00Z', UpdatedAt: '2000-01-01T00:00:00Z' };

/**
 * Gives Trivy the index of Java archives without which it scans no image that holds one: that of the given cache directory, else an empty one, with which archives are
 * identified by the coordinates that they carry. Returns the folders outside `own` that it leads to.
 */
export function provideJavaIndex(own: string, given: string): string[] {
  const index = join(given, 'java-db');
  if (existsSync(join(index, 'trivy-java.db'))) {
    symlinkSync(realpathSync(index), join(own, 'java-db'));
    return [realpathSync(index)];
  }
  mkdirSync(join(own, 'java-db'));
  copyFileSync(assetFile('java-index.db'), join(own, 'java-db', 'trivy-java.db'));
  writeFileSync(
    join(own, 'java-db', 'metadata.json'),
    JSON.stringify({ ...metadata, DownloadedAt: metadata.UpdatedAt }),
  );
  return [];
}
