import { mkdtempSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  advisories,
  writeSafetyDatabase,
  writeTrivyDatabase,
} from '../../../packages/local-pipeline/src/advisories/index.ts';
import type { ScannerName } from '../src/scanners/scanner.ts';
import { pathWithTool } from './lying-tool.ts';
import { runSecuritySarif, type ActionRun } from './run-action.ts';
import { vulnerableProject } from './vulnerable-project.ts';

const scratch = mkdtempSync(join(tmpdir(), 'lies-'));
const trivyDb = join(scratch, 'trivy-cache');
const safetyDb = join(scratch, 'safety-db');
const servers: Server[] = [];

beforeAll(() => {
  writeTrivyDatabase(trivyDb, advisories);
  writeSafetyDatabase(safetyDb, advisories);
});
afterAll(() => {
  for (const server of servers) server.close().closeAllConnections();
});

interface Case {
  readonly scanner: ScannerName;
  /** What stands in for the scanner's program; the pinned one if absent. */
  readonly script?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

/** One scanner on the vulnerable project, with `fail-on: none`: what is red then is the scanner, not what it found. */
async function scan({ scanner, script, inputs = {}, files = {}, environment = {} }: Case): Promise<ActionRun> {
  const tool: Record<string, string> = script === undefined ? {} : { PATH: await pathWithTool(scanner, script) };
  const usual = {
    scanners: scanner,
    'semgrep-config': '.semgrep/rules.yml',
    'trivy-db': trivyDb,
    'safety-db': safetyDb,
    'osv-url': 'http://127.0.0.1:9/v1/query',
    'fail-on': 'none',
    upload: 'off',
    ...(script !== undefined && { tools: 'system' }),
  };
  return runSecuritySarif(vulnerableProject(files), { ...usual, ...inputs }, { ...tool, ...environment });
}

/** Red, named, with nothing to upload: a run that its scanner did not feed would close alerts that still stand. */
function expectScannerError(run: ActionRun, words: string): void {
  expect(run.log).toContain(words);
  expect([run.outputs['result'], run.exitCode]).toEqual(['scanner-error', 1]);
  expect(run.outputs['sarif-files']).toBe('');
}

describe('a scanner whose program', () => {
  it.each<[string, string, ScannerName, string]>([
    ['is killed', 'it was killed (SIGKILL)', 'bandit', 'kill -9 $$'],
    ['crashes', 'it ended with exit code 1', 'bandit', 'echo "Traceback: no memory" >&2; exit 1'],
    ['ends well and leaves no report', 'no readable report', 'bandit', 'exit 0'],
    ['leaves half a report', 'no readable report', 'trivy', '"$REAL" "$@"; truncate -s 300 "$REPORT"'],
    ['leaves JSON that is no report', 'no readable report', 'bandit', 'echo "[]" > "$REPORT"'],
    [
      'leaves a report without a list of results',
      'no readable report',
      'bandit',
      'echo "{\\"metrics\\":{\\"_totals\\":{\\"loc\\":9}}}" > "$REPORT"',
    ],
    [
      'leaves the report of another project',
      'it reports on files that are not here',
      'bandit',
      '"$REAL" "$@"; sed -i "s/app.py/elsewhere.py/" "$REPORT"',
    ],
    ['leaves a report of 2 GB', 'at most 256 MiB are read', 'bandit', 'truncate -s 2G "$REPORT"'],
    ['leaves a link to another file', 'its report is no plain file', 'bandit', 'ln -s /etc/hostname "$REPORT"'],
    ['finds no room on the disk', 'it ended with exit code', 'trivy', 'ulimit -f 0; exec "$REAL" "$@"'],
    [
      'looks at an empty folder instead',
      'it found no Python code',
      'bandit',
      'cd "$HOME" && mkdir e && cd e && "$REAL" -r -f json -o "$REPORT" -q .',
    ],
  ])('%s is never clean', async (_, words, scanner, script) => {
    expectScannerError(await scan({ scanner, script }), words);
  });

  it('says what went wrong, in its own words', async () => {
    const run = await scan({ scanner: 'bandit', script: 'echo "Traceback: no memory" >&2; exit 1' });
    expect(run.log).toContain('Traceback: no memory');
    expect(run.summary).toContain('Traceback: no memory');
  });

  it('is not on PATH is never clean', async () => {
    const run = await scan({ scanner: 'bandit', inputs: { tools: 'system' }, environment: { PATH: '/usr/bin:/bin' } });
    expectScannerError(run, 'no bandit outside the workspace is on PATH');
  });

  it('is a release known to be malicious does not run', async () => {
    const marker = join(scratch, 'it-ran');
    const script = `touch '${marker}'`;
    const path = await pathWithTool('trivy', script);
    const file = join(path.split(':')[0] ?? '', 'trivy');
    writeFileSync(file, readFileSync(file, 'utf8').replace('exec "$REAL" --version', 'echo "Version: 0.69.4"; exit'));
    const run = await scan({ scanner: 'trivy', inputs: { tools: 'system' }, environment: { PATH: path } });
    expectScannerError(run, 'trivy 0.69.4 (PATH) must not run: it steals the credentials of the runner');
    expect(() => readFileSync(marker)).toThrow();
  });
});

describe('a scanner that passes over everything', () => {
  it.each<[string, string, Case]>([
    [
      'by its own settings',
      'it found no Python code',
      { scanner: 'bandit', files: { '.bandit': '[bandit]\nexclude = *.py\n' } },
    ],
    [
      'by settings that are no TOML',
      "pyproject.toml, where Bandit's settings would stand, cannot be read: Invalid TOML document: illegal character in key, line 1",
      { scanner: 'bandit', files: { 'pyproject.toml': '[tool.bandit\n' } },
    ],
    ['by .semgrepignore', 'it read no file', { scanner: 'semgrep', files: { '.semgrepignore': '*\n' } }],
    [
      'for want of anything to audit',
      'there is nothing to audit',
      {
        scanner: 'pip-audit',
        files: { 'api/requirements.txt': 'requests\n', 'api/requirements-dev.txt': '', 'api/more/base.txt': '' },
      },
    ],
  ])('%s is never clean', async (_, words, one) => {
    expectScannerError(await scan(one), words);
  });
});

describe('a database', () => {
  function database(name: string, change: (folder: string) => void, known = advisories): string {
    const folder = join(scratch, name);
    writeTrivyDatabase(folder, known, known.length > 0 ? undefined : []);
    change(folder);
    return folder;
  }
  const dated = (updated: string, next: string) => (folder: string) =>
    writeFileSync(
      join(folder, 'db', 'metadata.json'),
      JSON.stringify({ Version: 2, UpdatedAt: updated, NextUpdate: next, DownloadedAt: updated }),
    );

  it.each<[string, string, string]>([
    ['that holds no advisory', 'it holds no advisory', database('empty', () => undefined, [])],
    [
      'of last year',
      'its database is too old (2025-01-01',
      database('old', dated('2025-01-01T00:00:00Z', '2025-01-02T00:00:00Z')),
    ],
    [
      'that is cut off',
      'its database cannot be used',
      database('torn', (folder) => truncateSync(join(folder, 'db', 'trivy.db'), 5000)),
    ],
    [
      'that is larger than any can be',
      'it is larger than 8 GB',
      database('huge', (folder) => truncateSync(join(folder, 'db', 'trivy.db'), 9e9)),
    ],
  ])('%s makes nothing clean', async (_, words, folder) => {
    expectScannerError(await scan({ scanner: 'trivy', inputs: { 'trivy-db': folder } }), words);
  });

  it('that says how old it is has its age in the summary', async () => {
    const folder = database('aged', dated(new Date(Date.now() - 9 * 86_400_000).toISOString(), '2099-01-01T00:00:00Z'));
    const run = await scan({ scanner: 'trivy', inputs: { 'trivy-db': folder } });
    expect(run.summary).toMatch(/9 days old: refresh it/);
  });

  it('of Safety with another schema makes nothing clean', async () => {
    const folder = join(scratch, 'other-schema');
    writeSafetyDatabase(folder, advisories);
    for (const file of ['insecure.json', 'insecure_full.json']) {
      const text = readFileSync(join(folder, file), 'utf8');
      writeFileSync(join(folder, file), text.replace('"schema_version":"2.0.0"', '"schema_version":"9.0.0"'));
    }
    expectScannerError(
      await scan({ scanner: 'safety', inputs: { 'safety-db': folder } }),
      'its database is malformed (exit code 69)',
    );
  });
});

describe('a query service', () => {
  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/query`;
  }

  it.each<[string, RequestListener, Readonly<Record<string, string>>, string]>([
    ['that is broken', (_, response) => response.writeHead(500).end(), {}, 'it left no report'],
    ['that answers with a web page', (_, response) => response.end('<html>Welcome</html>'), {}, 'it left no report'],
    [
      'that never comes to an end',
      (_, response) => response.writeHead(200, { 'content-length': '99' }).write('{'),
      { 'timeout-minutes': '0.1' },
      'the time of timeout-minutes was over',
    ],
  ])('%s makes nothing clean', async (_, listener, inputs, words) => {
    const url = await serve(listener);
    expectScannerError(await scan({ scanner: 'pip-audit', inputs: { 'osv-url': url, ...inputs } }), words);
  });
});
