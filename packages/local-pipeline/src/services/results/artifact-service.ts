import type { JsonObject } from '@data-profiler-actions/action-kit';
import type { BlobStore } from './blob-store.ts';
import { checkFields, reply, textField, twirpError, type TwirpMethod, type TwirpReply } from './twirp.ts';

interface Artifact {
  readonly id: string;
  readonly name: string;
  readonly job: string;
  readonly blob: string;
  readonly createdAt: string;
  readonly finished?: { readonly size: number; readonly digest: string };
}

export interface ArtifactServiceOptions {
  readonly blobs: BlobStore;
  readonly runBackendId: string;
  readonly baseUrl: () => string;
}

const ids = ['workflow_run_backend_id', 'workflow_job_run_backend_id'];

/**
 * `github.actions.results.api.v1.ArtifactService`, version 4, for the artifacts of one run. All jobs of an attempt share one job id here, so that a name is
 * taken within its attempt only, and a list has the artifacts of all attempts.
 */
export function createArtifactService(options: ArtifactServiceOptions): Readonly<Record<string, TwirpMethod>> {
  const { blobs } = options;
  const artifacts = new Map<string, Artifact>();

  const create: TwirpMethod = (request) => {
    const name = textField(request, 'name');
    if (artifacts.has(keyOf(request)))
      return twirpError('already_exists', 'an artifact with this name already exists on the workflow run');
    const blob = blobs.create();
    const job = textField(request, 'workflow_job_run_backend_id');
    artifacts.set(keyOf(request), {
      id: String(artifacts.size + 1),
      name,
      job,
      blob,
      createdAt: new Date().toISOString(),
    });
    return reply({ ok: true, signed_upload_url: blobs.signedUrl(options.baseUrl(), blob, `${name}.zip`) });
  };

  const finalize: TwirpMethod = async (request) => {
    const artifact = artifacts.get(keyOf(request));
    const size = artifact && blobs.size(artifact.blob);
    if (!artifact || size === undefined) return twirpError('invalid_argument', 'nothing was uploaded under this name');
    if (Number(request['size']) !== size)
      return twirpError('invalid_argument', `the upload has ${size} bytes, not ${String(request['size'])}`);
    const digest = `sha256:${await blobs.sha256(artifact.blob)}`;
    const announced = textField(request, 'hash');
    if (announced !== '' && announced !== digest) return twirpError('invalid_argument', 'the upload has another hash');
    artifacts.set(keyOf(request), { ...artifact, finished: { size, digest } });
    return reply({ ok: true, artifact_id: artifact.id });
  };

  const list: TwirpMethod = (request) => {
    const name = textField(request, 'name_filter');
    const id = textField(request, 'id_filter');
    const found = [...artifacts.values()].filter(
      (one) => one.finished && (name === '' || one.name === name) && (id === '' || one.id === id),
    );
    return reply({ artifacts: found.map((one) => describe(one, options.runBackendId)) });
  };

  const signedUrl: TwirpMethod = (request) => {
    const artifact = artifacts.get(keyOf(request));
    if (!artifact?.finished) return twirpError('not_found', 'no such artifact');
    return reply({ signed_url: blobs.signedUrl(options.baseUrl(), artifact.blob, `${artifact.name}.zip`) });
  };

  const remove: TwirpMethod = (request) => {
    const artifact = artifacts.get(keyOf(request));
    if (!artifact) return twirpError('not_found', 'no such artifact');
    artifacts.delete(keyOf(request));
    blobs.remove(artifact.blob);
    return reply({ ok: true, artifact_id: artifact.id });
  };

  const checked =
    (method: TwirpMethod, required: readonly string[], optional: readonly string[]): TwirpMethod =>
    (request) =>
      checkFields(request, [...ids, ...required], optional) ??
      wrongRun(request, options.runBackendId) ??
      method(request);

  return {
    CreateArtifact: checked(create, ['name'], ['version', 'mime_type', 'expires_at']),
    FinalizeArtifact: checked(finalize, ['name', 'size'], ['hash']),
    ListArtifacts: checked(list, [], ['name_filter', 'id_filter']),
    GetSignedArtifactURL: checked(signedUrl, ['name'], []),
    DeleteArtifact: checked(remove, ['name'], []),
  };
}

const keyOf = (request: JsonObject): string =>
  JSON.stringify([textField(request, 'workflow_job_run_backend_id'), textField(request, 'name')]);

const wrongRun = (request: JsonObject, run: string): TwirpReply | undefined =>
  textField(request, 'workflow_run_backend_id') === run
    ? undefined
    : twirpError('permission_denied', 'the token is for another run');

const describe = (artifact: Artifact, run: string): unknown => ({
  workflow_run_backend_id: run,
  workflow_job_run_backend_id: artifact.job,
  database_id: artifact.id,
  name: artifact.name,
  size: String(artifact.finished?.size ?? 0),
  created_at: artifact.createdAt,
  digest: artifact.finished?.digest,
});
