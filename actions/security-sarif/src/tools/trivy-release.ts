import { chmodSync, createReadStream, mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { UserError } from '@data-profiler-actions/action-kit';
import { download } from '@data-profiler-actions/http';
import { extractTar } from '../archive/tar.ts';

/** Trivy's own archives (checksums file of the release), by Node's platform and architecture. */
const archives: Readonly<Record<string, { readonly name: string; readonly sha256: string }>> = {
  'linux-x64': {
    name: 'Linux-64bit',
    sha256: 'e24b1c51293c1b15e4ba8d45bbc7891ba053f90278ec2698f3562c993e145fe7',
  },
  'linux-arm64': {
    name: 'Linux-ARM64',
    sha256: 'aab21e677a7b7071fc79f1711480840754c18a1b9d9cefa7ccd06af63a0e8f4c',
  },
  'darwin-arm64': {
    name: 'macOS-ARM64',
    sha256: 'e7ec0d21fe842553f59af99aba2efbcc822369fbaed27019c575408b6d135fce',
  },
  'darwin-x64': {
    name: 'macOS-64bit',
    sha256: '89563d4d495cf4ef06a0d1950f8710b124e9f7bd2615ec6c47b03673f4ad45a2',
  },
};
/** The archive is about 50 MB, the program 175 MB; a mirror that sends far more sends something else. */
const most = { archive: 300e6, program: 1e9 } as const;
const releases = 'https://github.com/aquasecurity/trivy/releases/download';

export interface ReleaseRequest {
  readonly temp: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Puts the released program into `folder`/bin. TRIVY_RELEASES_URL names a mirror of the releases; what it gives must be the same bytes. */
export async function installTrivyRelease(version: string, folder: string, request: ReleaseRequest): Promise<void> {
  const archive = archives[`${process.platform}-${process.arch}`];
  if (archive === undefined)
    throw new UserError(`no release of Trivy is pinned for ${process.platform} on ${process.arch}`);
  const base = process.env['TRIVY_RELEASES_URL'] ?? releases;
  const url = `${base.replace(/\/$/, '')}/v${version}/trivy_${version}_${archive.name}.tar.gz`;
  await installProgram(url, archive.sha256, folder, request);
}

/** Downloads an archive, keeps it only if it has that hash, and takes `trivy` out of it. */
export async function installProgram(
  url: string,
  sha256: string,
  folder: string,
  { temp, timeoutMs, signal }: ReleaseRequest,
): Promise<void> {
  const file = join(mkdtempSync(join(temp, 'trivy-release-')), 'trivy.tar.gz');
  await download({ url, file, digest: `sha256:${sha256}`, maxBytes: most.archive, timeoutMs, signal });
  const program = join(folder, 'bin', 'trivy');
  mkdirSync(join(folder, 'bin'), { recursive: true });
  const place = (name: string): string | undefined => (name === 'trivy' ? program : undefined);
  const found = await extractTar(createReadStream(file).pipe(createGunzip()), { place, maxBytes: most.program });
  if (found.length !== 1) throw new UserError(`${url} holds no program called trivy`);
  chmodSync(program, 0o755);
}
