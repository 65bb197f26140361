import { execFileSync } from 'node:child_process';

/** What `uname -m` said in a RUN step of that platform's build; the example's Dockerfiles keep it in a file. */
export function builtOn(image: string, platform: string): string {
  const read = 'crane export --insecure --platform "$1" "$2" - | tar -xO etc/built-on';
  return execFileSync('sh', ['-c', read, 'sh', platform, image], { encoding: 'utf8' }).trim();
}
