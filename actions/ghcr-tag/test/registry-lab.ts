import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRegistryClient, digestOf, type RegistryClient } from '@data-profiler-actions/oci';
import { startServices, type Fault, type Services } from '../../../packages/local-pipeline/src/services/index.ts';

export const token = 'ghs_lab';

/** A real registry behind a front that asks for tokens as ghcr.io does, and plays faults. */
export interface Lab {
  readonly services: Services;
  readonly host: string;
  readonly scratch: string;
  /** Played while they are in it; empty it to end them. */
  readonly faults: Fault[];
  /** The registry itself, without front and faults. */
  readonly behind: RegistryClient;
  /** An image of one file under a tag; its digest. */
  seed(repository: string, tag: string, content: string): Promise<string>;
  close(): Promise<void>;
}

/** With `membersOnly` nothing can be read without a login. */
export async function openLab({ membersOnly = false } = {}): Promise<Lab> {
  const scratch = mkdtempSync(join(tmpdir(), 'ghcr-tag-lab-'));
  const faults: Fault[] = [];
  const storage = join(scratch, 'storage');
  const services = await startServices({
    ...{ scratch, storage, repository: 'o/app', actor: 'octocat', token, faults, membersOnly },
  });
  const backend = services.registry.backendUrl.replace('http://', '');
  const behind = createRegistryClient({ registry: backend });
  return {
    ...{ services, host: services.registry.host, scratch, faults, behind },
    seed: (repository, tag, content) => seed(services.registry.backendUrl, behind, repository, tag, content),
    close: async () => {
      behind.close();
      await services.close();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

async function seed(
  url: string,
  client: RegistryClient,
  repository: string,
  tag: string,
  content: string,
): Promise<string> {
  const config = await putBlob(url, repository, JSON.stringify({ architecture: 'amd64', os: 'linux', config: {} }));
  const layer = await putBlob(url, repository, content);
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = {
    ...{ schemaVersion: 2, mediaType },
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
    layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', ...layer }],
  };
  return client.putManifest(repository, tag, { bytes: Buffer.from(JSON.stringify(manifest)), mediaType });
}

/** Stores a blob and gives its descriptor without type. */
export async function putBlob(
  url: string,
  repository: string,
  content: string,
): Promise<{ digest: string; size: number }> {
  const digest = digestOf(content);
  const started = await fetch(`${url}/v2/${repository}/blobs/uploads/`, { method: 'POST' });
  const location = new URL(started.headers.get('location') ?? '', url);
  location.searchParams.set('digest', digest);
  const stored = await fetch(location, { method: 'PUT', body: content });
  if (stored.status !== 201) throw new Error(`the registry answered ${stored.status} to a blob`);
  return { digest, size: Buffer.byteLength(content) };
}
