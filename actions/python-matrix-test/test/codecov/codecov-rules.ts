import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import type { JsonObject } from '@data-profiler-actions/action-kit';
import { isObject, parseJsonObject } from '../../../../packages/local-pipeline/src/services/http-server.ts';

/** One upload of coverage as Codecov would file it. */
export interface CoverageUpload {
  readonly commit: string;
  readonly branch: string;
  readonly pullRequest: string;
  readonly flags: readonly string[];
  readonly authorization: 'token' | 'identity' | 'none';
  /** Empty until the client put the content where it was told. */
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly network: readonly string[];
}

const fields = new Set([
  ...['branch', 'ci_service', 'ci_url', 'cli_args', 'code', 'commitid', 'env', 'file_not_found', 'flags', 'job_code'],
  ...['name', 'parent_commit_id', 'pullid', 'report_payload_bytes', 'version'],
]);

/** What is wrong with an announcement of coverage (codecov-cli 11, services/upload/upload_sender.py). */
export function announcementProblems(body: JsonObject): readonly string[] {
  const { commitid, branch, flags, code, file_not_found: missing, report_payload_bytes: size } = body;
  return [
    ...(/^[0-9a-f]{40}$/.test(String(commitid)) ? [] : ['commitid is not 40 hexadecimal digits']),
    ...(typeof branch === 'string' && branch !== '' ? [] : ['branch is missing']),
    ...(Array.isArray(flags) && flags.every((flag) => typeof flag === 'string' && /^[\w.-]{1,45}$/.test(flag))
      ? []
      : ['flags are not a list of names']),
    ...(typeof code === 'string' && code !== '' ? [] : ['code is missing']),
    ...(missing === false ? [] : ['file_not_found is not false']),
    ...(typeof size === 'number' && size > 0 ? [] : ['report_payload_bytes is no size']),
    ...Object.keys(body).flatMap((name) => (fields.has(name) ? [] : [`unknown field ${name}`])),
  ];
}

export type Payload =
  | { readonly ok: true; readonly files: CoverageUpload['files']; readonly network: readonly string[] }
  | { readonly ok: false; readonly problem: string };

/** The content of an upload: JSON whose files are deflated and in base64. */
export function readPayload(body: Buffer): Payload {
  const payload = parseJsonObject(body.toString('utf8'));
  const files: unknown = payload?.['coverage_files'];
  const network: unknown = payload?.['network_files'];
  if (!Array.isArray(files) || files.length === 0) return { ok: false, problem: 'coverage_files is no list of files' };
  if (!Array.isArray(network)) return { ok: false, problem: 'network_files is no list' };
  const read = files.map(readFile);
  const broken = read.find((file) => typeof file === 'string');
  if (broken !== undefined) return { ok: false, problem: broken };
  return {
    ok: true,
    files: read.flatMap((file) => (typeof file === 'string' ? [] : [file])),
    network: network.map(String),
  };
}

function readFile(file: unknown): { name: string; text: string } | string {
  if (!isObject(file) || file['format'] !== 'base64+compressed') return 'a file is not base64+compressed';
  try {
    const text = inflateSync(Buffer.from(String(file['data']), 'base64')).toString('utf8');
    const name = String(file['filename']);
    return /<coverage[\s>]/.test(text) ? { name, text } : `${name} is no Cobertura report`;
  } catch {
    return 'a file cannot be inflated';
  }
}

/** The claims of an RS256 token that one of the keys signed and whose time has not passed; undefined otherwise. */
export function identityOf(token: string, keys: readonly JsonWebKey[]): JsonObject | undefined {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = parseJsonObject(Buffer.from(payload, 'base64url').toString('utf8'));
  if (!claims || Number(claims['exp']) * 1000 < Date.now()) return undefined;
  const signed = Buffer.from(`${header}.${payload}`);
  const valid = keys.some((key) =>
    verify('sha256', signed, createPublicKey({ key, format: 'jwk' }), Buffer.from(signature, 'base64url')),
  );
  return valid ? claims : undefined;
}
