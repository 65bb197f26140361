/** A vulnerability database that Trivy publishes as an OCI artifact, and who has it. */
export interface DatabaseSource {
  readonly name: string;
  /** Its folder in a Trivy cache directory. */
  readonly folder: string;
  /** Asked in this order; each names repository and schema. */
  readonly mirrors: readonly string[];
  readonly layerType: string;
  readonly files: readonly string[];
}

/** Trivy's own two mirrors, and the one of Amazon that it names in its documentation. */
const hosts = ['mirror.gcr.io/aquasec', 'ghcr.io/aquasecurity', 'public.ecr.aws/aquasecurity'] as const;

/** TRIVY_DB_REPOSITORY, which Trivy itself knows, names other mirrors in order, separated by commas. */
export function vulnerabilitySource(env: Readonly<Record<string, string | undefined>> = process.env): DatabaseSource {
  return {
    name: 'trivy-db',
    folder: 'db',
    mirrors: mirrorsOf('trivy-db', '2', env['TRIVY_DB_REPOSITORY']),
    layerType: 'application/vnd.aquasec.trivy.db.layer.v1.tar+gzip',
    files: ['trivy.db', 'metadata.json'],
  };
}

function mirrorsOf(repository: string, schema: string, given: string | undefined): string[] {
  const named = (given ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  const mirrors = named.length > 0 ? named : hosts.map((host) => `${host}/${repository}`);
  return mirrors.map((mirror) => (/[:@][^/]+$/.test(mirror) ? mirror : `${mirror}:${schema}`));
}
