import { describe, expect, it } from '@jest/globals';
import { explainInstall, type InstallFault } from '../src/package-manager/explain-install.ts';
import type { ManagerName } from '../src/package-manager/manager.ts';

const berry = (text: string): string =>
  text
    .split('\n')
    .map((line) => `➤ ${line}`)
    .join('\n');

describe('a failed install', () => {
  it.each<[string, ManagerName, string, InstallFault, string]>([
    [
      'npm’s EUSAGE',
      'npm',
      'npm error code EUSAGE\nnpm error Missing: vite@7.3.8 from lock file\nnpm error Invalid: lock file’s a@1 does not satisfy a@2',
      'lock-file',
      '(Missing: vite@7.3.8 from lock file; Invalid: lock file’s a@1',
    ],
    [
      'npm’s EUSAGE over packages of other platforms',
      'npm',
      'npm error code EUSAGE\nnpm error Missing: @rollup/rollup-linux-x64-gnu@4.1.0 from lock file',
      'lock-file',
      'delete node_modules and package-lock.json',
    ],
    [
      'pnpm 10’s stale lock file',
      'pnpm',
      ' ERR_PNPM_OUTDATED_LOCKFILE  Cannot install\n  Failure reason:\n* 1 dependencies were added: is-number@7.0.0',
      'lock-file',
      '(1 dependencies were added: is-number@7.0.0). Run pnpm install',
    ],
    [
      'Yarn 1’s stale lock file',
      'yarn',
      'error Your lockfile needs to be updated, but yarn was run with `--frozen-lockfile`.',
      'lock-file',
      'Run yarn install and commit',
    ],
    [
      'Yarn 4’s stale lock file',
      'yarn',
      berry('YN0028: │ +"is-number@npm:7.0.0":\nYN0028: │ The lockfile would have been modified by this install'),
      'lock-file',
      '(is-number@npm:7.0.0)',
    ],
    [
      'bun’s stale lock file',
      'bun',
      'error: lockfile had changes, but lockfile is frozen\nnote: dependencies in package.json changed since bun.lock was saved: is-number was added',
      'lock-file',
      '(is-number was added)',
    ],
    [
      'an install script under npm',
      'npm',
      'npm error code 3\nnpm error path /w/node_modules/sharp\nnpm error command failed\nnpm error command sh -c node i.js\nnpm error getaddrinfo ENOTFOUND github.com',
      'install-script',
      'The install script of sharp failed',
    ],
    [
      'the project’s own script',
      'npm',
      'npm error code 127\nnpm error path /w/web\nnpm error command failed\nnpm error command sh -c husky',
      'install-script',
      "The project's own install script failed",
    ],
    [
      'an install script under pnpm',
      'pnpm',
      '.../node_modules/@img/sharp install: Failed\n ELIFECYCLE  Command failed with exit code 3.',
      'install-script',
      'The install script of @img/sharp failed',
    ],
    [
      'an install script under Yarn 1',
      'yarn',
      'error /w/node_modules/sharp: Command failed.\nExit code: 3',
      'install-script',
      'The install script of sharp failed',
    ],
    [
      'an install script under Yarn 4',
      'yarn',
      berry("YN0009: │ @img/sharp@npm:1.0.0 couldn't be built successfully (exit code 3, logs can be found here: /x)"),
      'install-script',
      'The install script of @img/sharp failed',
    ],
    [
      'an install script under bun',
      'bun',
      'error: install script from "sharp" exited with 3',
      'install-script',
      'The install script of sharp failed',
    ],
    [
      'an install script that pnpm does not run',
      'pnpm',
      'Error: ERR_PNPM_IGNORED_BUILDS\n  ╰─▶ Ignored build scripts: esbuild@0.25.0',
      'install-script',
      'pnpm approve-builds',
    ],
    [
      'no network under npm',
      'npm',
      'npm error code ECONNREFUSED\nnpm error syscall connect',
      'network',
      '(ECONNREFUSED)',
    ],
    [
      'no network under bun',
      'bun',
      'error: ConnectionRefused downloading tarball a@1',
      'network',
      '(ConnectionRefused)',
    ],
    [
      'a registry that refuses',
      'npm',
      'npm error code E401\nnpm error Incorrect or missing password',
      'rights',
      '(E401)',
    ],
    ['a changed package', 'npm', 'npm error code EINTEGRITY', 'package', '(EINTEGRITY)'],
    [
      'an unpublished package',
      'pnpm',
      ' ERR_PNPM_FETCH_404  GET https://r/a: Not Found - 404',
      'package',
      '(ERR_PNPM_FETCH_404)',
    ],
    ['anything else', 'npm', 'npm error code ENOSPC', 'unknown', ''],
  ])('through %s is told from others', (_, name, output, fault, text) => {
    const explained = explainInstall(output, name);
    expect(explained.fault).toBe(fault);
    expect(explained.text).toContain(text);
  });

  it('lists ten of many missing packages and counts the rest', () => {
    const missing = Array.from({ length: 91 }, (_, number) => `npm error Missing: p${number}@1.0.0 from lock file`);
    const { text } = explainInstall(['npm error code EUSAGE', ...missing].join('\n'), 'npm');
    expect(text).toContain('p9@1.0.0');
    expect(text).toContain('and 81 more');
  });
});
