import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { info, UserError } from '@data-profiler-actions/action-kit';
import {
  createRegistryClient,
  digestOf,
  imageName,
  isAttestation,
  parseManifest,
  type Descriptor,
  type ImageReference,
  type RegistryClient,
  type RegistryCredentials,
} from '@data-profiler-actions/oci';
import { blobFile, readLayout, type Layout } from './layout.ts';

export interface PullRequest {
  readonly credentials: RegistryCredentials | undefined;
  /** Where the layout is made; absolute. */
  readonly folder: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Of all platforms together, as the registry holds them. */
const mostBytes = 40e9;

/** Copies an image with all its platforms and attestations into a layout, every byte checked against its digest. */
export async function pullImage(reference: ImageReference, request: PullRequest): Promise<Layout> {
  const { credentials, folder, signal } = request;
  const { registry, repository } = reference;
  const client = createRegistryClient({ registry, signal, onRetry: info, ...(credentials && { credentials }) });
  try {
    const wanted = reference.digest ?? reference.tag ?? 'latest';
    const root = await client.getManifest(repository, wanted);
    if (root === undefined) throw new UserError(`${imageName(reference)} has no ${wanted}`);
    const puller = { client, repository, request, budget: { left: mostBytes } };
    await pullManifest(puller, root.bytes, root.mediaType);
    const descriptor = { mediaType: root.mediaType, digest: root.digest, size: root.bytes.length };
    writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
    writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [descriptor] }));
    return readLayout(folder);
  } finally {
    client.close();
  }
}

interface Puller {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly request: PullRequest;
  readonly budget: { left: number };
}

async function pullManifest(puller: Puller, bytes: Buffer, mediaType: string): Promise<void> {
  const { client, repository, request } = puller;
  const file = blobFile(request.folder, digestOf(bytes));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  const manifest = parseManifest(bytes, mediaType);
  if (manifest.kind === 'image') {
    for (const blob of [manifest.config, ...manifest.layers]) await pullBlob(puller, blob);
    return;
  }
  for (const each of manifest.manifests) {
    const found = await client.getManifest(repository, each.digest);
    if (found !== undefined) await pullManifest(puller, found.bytes, found.mediaType);
    else if (!isAttestation(each)) throw new UserError(`${repository} has no ${each.digest}, which its index names`);
  }
}

async function pullBlob({ client, repository, request, budget }: Puller, { digest, size }: Descriptor): Promise<void> {
  const file = blobFile(request.folder, digest);
  budget.left -= size;
  if (budget.left < 0) throw new UserError(`the image is larger than ${mostBytes / 1e9} GB`);
  const { timeoutMs, signal } = request;
  await client.saveBlob(repository, digest, { file, maxBytes: size, timeoutMs, signal });
}
