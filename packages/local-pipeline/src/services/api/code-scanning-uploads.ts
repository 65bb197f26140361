import { randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { objectOf, objectsIn, textOf, type JsonObject } from '@data-profiler-actions/action-kit';
import { readJsonObject, sendJson, type Answered, type Exchange } from '../http-server.ts';
import type { Upload } from './code-scanning.ts';
import { refuse } from './refuse.ts';
import { gzipLimit, sarifProblems } from './sarif-rules.ts';

/** Where SARIF is delivered. */
export interface UploadDesk {
  readonly uploads: Upload[];
  /** Uploads whose status was asked once: GitHub answers pending before complete. */
  readonly asked: Set<string>;
  readonly repositoryUrl: () => string;
}

const known = ['commit_sha', 'ref', 'sarif', 'checkout_uri', 'started_at', 'tool_name', 'validate'];

/** What is wrong with the fields of an upload, apart from its SARIF. */
function uploadProblems(body: JsonObject): readonly string[] {
  const optionalText = ['checkout_uri', 'started_at', 'tool_name'].filter(
    (name) => body[name] !== undefined && typeof body[name] !== 'string',
  );
  return [
    ...(/^[0-9a-f]{40}$/.test(textOf(body['commit_sha'])) ? [] : ['commit_sha is not 40 hexadecimal digits']),
    ...(/^refs\/(heads\/.+|tags\/.+|pull\/\d+\/(merge|head))$/.test(textOf(body['ref']))
      ? []
      : ['ref is not a full ref']),
    ...(/^[A-Za-z0-9+/]+={0,2}$/.test(textOf(body['sarif'])) ? [] : ['sarif is not base64 without line ends']),
    ...optionalText.map((name) => `${name} is not text`),
    ...Object.keys(body).flatMap((name) => (known.includes(name) ? [] : [`unknown field ${name}`])),
  ];
}

/** REST "Upload an analysis as SARIF data". */
export async function receiveSarif(exchange: Exchange, { uploads, repositoryUrl }: UploadDesk): Promise<Answered> {
  const body = await readJsonObject(exchange.request, 2 * gzipLimit);
  if (!body) return refuse(exchange, 400, 'Problems parsing JSON', 'the body is not a JSON object of at most 20 MiB');
  const [problem] = uploadProblems(body);
  if (problem !== undefined) return refuse(exchange, 422, `Invalid request.\n\n${problem}`, problem);
  const packed = Buffer.from(textOf(body['sarif']), 'base64');
  if (packed.length > gzipLimit)
    return refuse(exchange, 413, 'The sarif field is too large.', `${packed.length} bytes of gzip`);
  const sarif = unpack(packed);
  const problems = sarifProblems(sarif);
  if (problems.length > 0) return refuse(exchange, 400, problems.join('\n'), problems.join('; '));
  const id = randomUUID();
  uploads.push({ id, ref: textOf(body['ref']), commit: textOf(body['commit_sha']), sarif });
  return sendJson(exchange.response, 202, { id, url: `${repositoryUrl()}/code-scanning/sarifs/${id}` });
}

function unpack(packed: Buffer): unknown {
  try {
    return JSON.parse(gunzipSync(packed, { maxOutputLength: 512 * 2 ** 20 }).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** REST "Get information about a SARIF upload". */
export function sendStatus(exchange: Exchange, { uploads, asked, repositoryUrl }: UploadDesk, id: string): Answered {
  const upload = uploads.find((one) => one.id === id);
  if (!upload) return refuse(exchange, 404, 'Not Found', 'no such upload');
  if (!asked.has(id)) {
    asked.add(id);
    return sendJson(exchange.response, 200, { processing_status: 'pending' });
  }
  const failed = objectsIn(objectOf(upload.sarif)['runs']).some((run) =>
    objectsIn(run['invocations']).some((one) => one['executionSuccessful'] === false),
  );
  const analyses_url = `${repositoryUrl()}/code-scanning/analyses?sarif_id=${id}`;
  return sendJson(exchange.response, 200, {
    processing_status: failed ? 'failed' : 'complete',
    analyses_url,
    ...(failed ? { errors: ['unsuccessful execution'] } : {}),
  });
}
