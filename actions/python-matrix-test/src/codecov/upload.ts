import { join } from 'node:path';
import {
  childEnvironment,
  identityAvailable,
  identityToken,
  info,
  mask,
  messageOf,
  printGroup,
  runProcess,
  type EventContext,
} from '@data-profiler-actions/action-kit';
import type { Workplace } from '../environments/workplace.ts';
import type { Setup } from '../setup.ts';
import type { Coverage } from '../coverage/coverage.ts';
import { failureOf, installCodecovCli } from './codecov-cli.ts';
import { planUpload, type Credential, type UploadPlan } from './upload-plan.ts';

export interface UploadRequest {
  readonly mode: 'off' | 'auto' | 'required';
  readonly token: string;
  /** A Python of 3.10 or newer to run Codecov's command line with. */
  readonly python: string;
  /** Absolute; takes the command line's environment. */
  readonly folder: string;
}

/** What the upload means for the step: at most one of them is said. */
export interface Upload {
  readonly failure: string;
  readonly warning: string;
  readonly note: string;
}

/** What the inputs ask for, with the Python that is likeliest to have ready-made packages. */
export function codecovRequest({ inputs, interpreters }: Setup, { root }: Workplace): UploadRequest {
  const usual = interpreters.find(({ version }) => /^3\.1[0-3](\.\d+)?$/.test(version)) ?? interpreters[0];
  return { mode: inputs.codecov, token: inputs.codecovToken, python: usual?.executable ?? 'python3', folder: root };
}

const audience = 'https://codecov.io';
const uploadMs = 180_000;
const silent: Upload = { failure: '', warning: '', note: '' };

/** Uploads the coverage of each suite under the suite's name as flag. A failure is a warning unless it is required; a fork's is a note. */
export async function uploadCoverage(
  request: UploadRequest,
  coverage: Coverage,
  event: EventContext,
  signal: AbortSignal,
): Promise<Upload> {
  if (request.mode === 'off') return silent;
  const token = request.token || (process.env['CODECOV_TOKEN'] ?? '');
  if (token) mask(token);
  const plan = planUpload(event, token, identityAvailable());
  const why = await attempt(request, plan, coverage, event, signal);
  if (!why) return silent;
  const problem = `Coverage was not uploaded to Codecov: ${why}`;
  if (event.untrusted) return { ...silent, note: `${problem}. It is no fault of this change.` };
  return request.mode === 'required' ? { ...silent, failure: problem } : { ...silent, warning: problem };
}

/** Why nothing, or not all, was uploaded; empty if all was. */
async function attempt(
  { python, folder }: UploadRequest,
  plan: UploadPlan,
  coverage: Coverage,
  event: EventContext,
  signal: AbortSignal,
): Promise<string> {
  if (coverage.kind !== 'measured') return coverage.kind === 'off' ? 'it is off' : coverage.why;
  if (plan.kind === 'skip') return plan.why;
  const cli = await installCodecovCli(python, join(folder, 'codecov'), signal);
  if (!cli.ok) return cli.reason;
  const proof = await proofOf(plan.credential);
  if (!proof.ok) return proof.reason;
  for (const [suite, file] of Object.entries(coverage.suiteXml)) {
    const run = await runProcess({
      command: cli.program,
      args: [...commandLine(), ...plan.commit, ...whatToUpload(suite, file, event.workspace)],
      cwd: event.workspace,
      env: environment(event.workspace, proof.token),
      timeoutMs: uploadMs,
      signal,
    });
    printGroup(`Codecov: coverage of ${suite} (${run.seconds.toFixed(1)} s)`, run.output);
    const failure = failureOf(run);
    if (failure) return `${suite}: ${failure}`;
    info(`Codecov: coverage of ${suite} uploaded`);
  }
  return '';
}

/** CODECOV_URL is the address of a Codecov of one's own. */
function commandLine(): string[] {
  const url = process.env['CODECOV_URL'];
  return ['--disable-telem', ...(url ? ['--url', url] : []), 'upload-coverage', '--fail-on-error'];
}

/** That file alone: what the command line finds or makes by itself is nobody's choice. */
const whatToUpload = (suite: string, file: string, workspace: string): string[] => [
  ...['--flag', suite, '--name', `python-matrix-test ${suite}`, '--file', file],
  ...['--disable-search', '--plugin', 'noop', '--network-root-folder', workspace],
];

type Proof = { readonly ok: true; readonly token: string } | { readonly ok: false; readonly reason: string };

async function proofOf(credential: Credential): Promise<Proof> {
  if (credential.kind === 'none') return { ok: true, token: '' };
  if (credential.kind === 'token') return { ok: true, token: credential.token };
  try {
    return { ok: true, token: await identityToken(audience) };
  } catch (thrown) {
    return { ok: false, reason: `no identity token could be had: ${messageOf(thrown)}` };
  }
}

/** The token goes by the environment, since other processes can read a command line. git lists the files of a checkout that another user may own. */
function environment(workspace: string, token: string): Record<string, string> {
  const env = childEnvironment({
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'safe.directory',
    GIT_CONFIG_VALUE_0: workspace,
  });
  delete env['CODECOV_TOKEN'];
  return { ...env, ...(token && { CODECOV_TOKEN: token }) };
}
