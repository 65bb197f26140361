import { execFileSync } from 'node:child_process';

/** What `uname -m` said in a RUN step of that platform's build; the example's Dockerfiles keep it in a file. */
export function builtOn(image: string, platform: string): string {
  const read = 'crane export --insecure --platform "$1" "$2" - | tar -xO etc/built-on';
  return execFileSync('sh', ['-c', read, 'sh', platform, image], { encoding: 'utf8' }).trim();
}

/** The digest of each platform's image in an index; attestations left out. */
export function platformDigests(image: string): Record<string, string> {
  const index = JSON.parse(execFileSync('crane', ['manifest', '--insecure', image], { encoding: 'utf8' })) as {
    manifests: { digest: string; platform: { os: string; architecture: string } }[];
  };
  const named = index.manifests.map(({ digest, platform: { os, architecture } }) => [`${os}/${architecture}`, digest]);
  return Object.fromEntries(named.filter(([platform]) => platform !== 'unknown/unknown')) as Record<string, string>;
}
