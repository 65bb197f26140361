import { getBlob, hasBlob, saveBlob, takeBlob, type BlobTarget } from './blobs.ts';
import { digestOf } from '../content/digest.ts';
import type { Descriptor } from '../content/manifest.ts';
import { getManifest, headManifest, putManifest, type ManifestContent, type StoredManifest } from './manifests.ts';
import { listReferrers, type Referrers } from './referrers.ts';
import { openSession, type SessionOptions } from '../session/session.ts';
import { listTags } from './tags.ts';
import { putBlob } from './upload.ts';
import { probeWrite } from './write-probe.ts';

/** One registry (OCI distribution-spec 1.1). `reference` is a tag or a digest. Refusals are thrown as RegistryError. */
export interface RegistryClient {
  /** Gets the token that pushing needs before anything is asked of a repository: what follows is not turned away first. Throws the registry's refusal. */
  signIn(repository: string): Promise<void>;
  /** Every tag, all pages; empty when the repository does not exist. */
  listTags(repository: string): Promise<string[]>;
  /** Undefined when there is no such manifest. */
  getManifest(repository: string, reference: string): Promise<StoredManifest | undefined>;
  /** The digest of a manifest, without its bytes; undefined when there is none. */
  headManifest(repository: string, reference: string): Promise<string | undefined>;
  /** Stores bytes under a tag or their digest, and gives the digest. */
  putManifest(repository: string, reference: string, manifest: ManifestContent): Promise<string>;
  /** A large one may take longer where its `size` in bytes is said. */
  getBlob(repository: string, digest: string, size?: number): Promise<Buffer>;
  /** Streams a blob into a file, for what is too large to hold in memory. The file stays only if it hashes to the digest. */
  saveBlob(repository: string, digest: string, target: BlobTarget): Promise<void>;
  /** Whether a blob is there. */
  hasBlob(repository: string, digest: string): Promise<boolean>;
  /** Stores bytes as a blob, in chunks where they are many, and gives their digest. */
  putBlob(repository: string, bytes: Buffer): Promise<string>;
  /** Makes a blob of another repository of the registry one of this too, by mounting it or, where the registry does not mount, by copying. */
  takeBlob(repository: string, blob: Pick<Descriptor, 'digest' | 'size'>, from: string): Promise<void>;
  /** What refers to a manifest as its subject: signatures, attestations. */
  listReferrers(repository: string, digest: string): Promise<Referrers>;
  /** Proves write access by starting an upload, which is cancelled while other work goes on; throws the registry's refusal. */
  probeWrite(repository: string): Promise<void>;
  close(): void;
}

export function createRegistryClient(options: SessionOptions): RegistryClient {
  const session = openSession(options);
  /** Nobody waits for these; they never reject. */
  const unfinished: Promise<unknown>[] = [];
  return {
    signIn: (repository) => session.signIn(repository),
    listTags: (repository) => listTags(session, repository),
    getManifest: (repository, reference) => getManifest(session, repository, reference),
    headManifest: (repository, reference) => headManifest(session, repository, reference),
    putManifest: (repository, reference, manifest) => putManifest(session, repository, reference, manifest),
    getBlob: (repository, digest, size) => getBlob(session, repository, digest, size),
    saveBlob: (repository, digest, target) => saveBlob(session, repository, digest, target),
    hasBlob: (repository, digest) => hasBlob(session, repository, digest),
    putBlob: async (repository, body) => {
      const digest = digestOf(body);
      await putBlob({ session, repository, body, digest });
      return digest;
    },
    takeBlob: (repository, blob, from) => takeBlob(session, repository, blob, from),
    listReferrers: (repository, digest) => listReferrers(session, repository, digest),
    probeWrite: (repository) => probeWrite(session, repository, (work) => void unfinished.push(work)),
    close: () => void Promise.all(unfinished).then(() => session.close()),
  };
}
