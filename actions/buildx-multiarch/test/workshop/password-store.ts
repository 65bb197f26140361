import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { unpackedDebian } from '../../../../packages/local-pipeline/src/tools/debian-archive.ts';

/** Docker's own helper over `pass`, whose store is encrypted to a key without a passphrase. */
export interface PasswordStore {
  /** What docker-credential-pass needs to find its way. */
  readonly environment: { readonly PATH: string; readonly GNUPGHOME: string; readonly PASSWORD_STORE_DIR: string };
  keep(host: string, user: string, password: string): void;
  close(): void;
}

export async function openPasswordStore(folder: string): Promise<PasswordStore> {
  const programs = join(await unpackedDebian('pass', console.log), 'usr', 'bin');
  const environment = {
    PATH: [programs, process.env['PATH'] ?? ''].join(delimiter),
    GNUPGHOME: join(folder, 'gnupg'),
    PASSWORD_STORE_DIR: join(folder, 'store'),
  };
  mkdirSync(environment.GNUPGHOME, { recursive: true, mode: 0o700 });
  const call = (command: string, args: readonly string[], input = ''): void => {
    const { status, stderr } = spawnSync(command, args, {
      env: { ...process.env, ...environment },
      input,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
  };
  const identity = 'octo@example.com';
  call('gpg', [
    '--batch',
    '--quiet',
    '--passphrase',
    '',
    '--quick-generate-key',
    identity,
    'default',
    'default',
    'never',
  ]);
  call('pass', ['init', identity]);
  return {
    environment,
    keep: (host, user, password) =>
      call('docker-credential-pass', ['store'], JSON.stringify({ ServerURL: host, Username: user, Secret: password })),
    close: () => call('gpgconf', ['--kill', 'all']),
  };
}
