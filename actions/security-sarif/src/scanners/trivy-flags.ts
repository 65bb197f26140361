import type { Settings } from '../settings/settings.ts';

/** Nothing is fetched while scanning: the database is here, the checks are in the program. */
export const quiet = [
  '--skip-db-update',
  '--skip-check-update',
  '--offline-scan',
  '--skip-version-check',
  '--disable-telemetry',
  '--no-progress',
] as const;

/** Trivy takes up whatever lies in its working directory, which is therefore the scratch; an empty name switches a file off. */
export function settingsFlags({ files }: Settings): string[] {
  const settings = files.get('trivy.yaml') ?? '';
  const ignored = files.get('.trivyignore') ?? files.get('.trivyignore.yaml') ?? '';
  const secrets = files.get('trivy-secret.yaml') ?? '';
  return ['--config', settings, '--ignorefile', ignored, '--secret-config', secrets];
}
