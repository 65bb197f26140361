import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { installLocked } from '@data-profiler-actions/action-kit';
import { runTool } from '../../../packages/local-pipeline/src/tools/run-tool.ts';
import { obtainTool, type ToolRequest } from '../src/tools/obtain-tool.ts';
import { pinOf, whyRefused } from '../src/tools/pins.ts';
import { findPython } from '../src/tools/python.ts';
import { installProgram } from '../src/tools/trivy-release.ts';
import { scannerNames } from '../src/scanners/scanner.ts';
import { realProgram } from './lying-tool.ts';

const scratch = mkdtempSync(join(tmpdir(), 'tools-'));
const { signal } = new AbortController();
const timeoutMs = 300_000;

async function request(change: Partial<ToolRequest> = {}): Promise<ToolRequest> {
  const workspace = mkdtempSync(join(scratch, 'workspace-'));
  const home = mkdtempSync(join(scratch, 'home-'));
  const interpreter = await findPython(signal);
  return { policy: 'pinned', home, workspace, temp: scratch, interpreter, untrusted: '', timeoutMs, signal, ...change };
}

/** Runs with a program of that name first on PATH. */
async function withProgram<T>(folder: string, script: string, work: () => Promise<T>): Promise<T> {
  const before = process.env['PATH'] ?? '';
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'bandit'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'bandit'), 0o755);
  process.env['PATH'] = [folder, before].join(delimiter);
  try {
    return await work();
  } finally {
    process.env['PATH'] = before;
  }
}

describe('a pinned scanner', () => {
  it('is no release that must not run', () => {
    for (const scanner of scannerNames) {
      const { version } = pinOf(scanner);
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
      expect(whyRefused(scanner, version)).toBeUndefined();
    }
    expect(whyRefused('trivy', '0.69.5')).toContain('CVE-2026-33634');
  });

  it(
    'is installed once, also where two runs share a tool cache',
    async () => {
      const wanted = await request();
      const obtained = await Promise.all([obtainTool('bandit', wanted), obtainTool('bandit', wanted)]);
      for (const one of obtained)
        expect(one).toMatchObject({ ok: true, tool: { version: pinOf('bandit').version, origin: 'pinned' } });
      const program = obtained[0].ok ? obtained[0].tool.program : '';
      expect((await runTool(program, ['--version'])).stdout).toContain(pinOf('bandit').version);
    },
    timeoutMs,
  );

  it('is taken from PATH where it is the pinned release', async () => {
    const script = `echo "bandit ${pinOf('bandit').version}"`;
    const obtained = await withProgram(join(scratch, 'same'), script, async () =>
      obtainTool('bandit', await request()),
    );
    expect(obtained).toMatchObject({ ok: true, tool: { origin: 'PATH', program: join(scratch, 'same', 'bandit') } });
  });

  it.each([
    ['of another version', (workspace: string) => join(workspace, '..', 'other'), 'echo "bandit 1.0.0"'],
    ['in the workspace', (workspace: string) => join(workspace, 'bin'), `echo "bandit ${pinOf('bandit').version}"`],
  ])(
    'is not taken from PATH where that is one %s',
    async (_, place, script) => {
      const wanted = await request();
      const obtained = await withProgram(place(wanted.workspace), script, () => obtainTool('bandit', wanted));
      expect(obtained).toMatchObject({ ok: true, tool: { origin: 'pinned' } });
    },
    timeoutMs,
  );

  it(
    'with other bytes than its lock names is refused',
    async () => {
      const lock = join(scratch, 'lock.txt');
      writeFileSync(lock, `colorama==0.4.6 --hash=sha256:${'0'.repeat(64)}\n`);
      const { interpreter, home } = await request();
      const folder = join(home, 'environment');
      const wanted = { folder, python: interpreter?.command ?? '', lock, cwd: home, timeoutMs, signal };
      const installed = await installLocked(wanted);
      expect(installed.ok ? 'installed' : installed.run.output).toMatch(/hash/i);
    },
    timeoutMs,
  );
});

describe('Trivy’s release archive', () => {
  let server: Server;
  let url: string;
  let bytes: Buffer;

  beforeAll(async () => {
    const folder = mkdtempSync(join(scratch, 'release-'));
    const archive = join(folder, 'trivy.tar.gz');
    writeFileSync(join(folder, 'README.md'), 'words');
    const program = await realProgram('trivy');
    await runTool('tar', [
      '-cf',
      join(folder, 'trivy.tar'),
      '-C',
      folder,
      'README.md',
      '-C',
      join(program, '..'),
      'trivy',
    ]);
    await runTool('gzip', ['-1', join(folder, 'trivy.tar')]);
    bytes = readFileSync(archive);
    server = createServer((asked, response) => {
      if (asked.url === '/moved') response.writeHead(302, { location: '/trivy.tar.gz' }).end();
      else response.end(bytes);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }, timeoutMs);
  afterAll(() => {
    server.close();
  });

  it('gives its program if it is the pinned one', async () => {
    const folder = mkdtempSync(join(scratch, 'released-'));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await installProgram(`${url}/moved`, sha256, folder, { temp: scratch, timeoutMs, signal });
    expect((await runTool(join(folder, 'bin', 'trivy'), ['--version'])).stdout).toContain(pinOf('trivy').version);
  });

  it('gives nothing if a byte is another', async () => {
    const folder = mkdtempSync(join(scratch, 'refused-'));
    const refused = installProgram(`${url}/trivy.tar.gz`, '0'.repeat(64), folder, { temp: scratch, timeoutMs, signal });
    await expect(refused).rejects.toThrow('its bytes hash to');
    expect(existsSync(join(folder, 'bin'))).toBe(false);
  });
});
