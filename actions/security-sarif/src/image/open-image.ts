import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@data-profiler-actions/action-kit';
import { imageName, type RegistryCredentials } from '@data-profiler-actions/oci';
import { extractTar } from '../archive/tar.ts';
import type { ImageSource } from './image-source.ts';
import { imagesOf, readLayout, singleImageLayout, type Layout } from './layout.ts';
import { pullImage } from './pull-image.ts';

/** What Trivy is given for one platform. */
export interface ImageInput {
  /** A layout of one image, or a docker archive; absolute. */
  readonly input: string;
  /** Empty where an archive does not tell. */
  readonly platform: string;
}

export interface OpenedImage {
  /** For people: exactly which one. */
  readonly name: string;
  /** For messages of alerts, which are to stay the same from one build to the next: without tag and digest. */
  readonly label: string;
  readonly inputs: readonly ImageInput[];
  /** Absent for a docker archive. */
  readonly layout?: Layout;
  /** Folders and files outside the scratch that Trivy must be able to read; absolute. */
  readonly read: readonly string[];
}

export interface OpenRequest {
  /** Absolute; of the image alone. */
  readonly scratch: string;
  readonly credentials: RegistryCredentials | undefined;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Makes of any source what Trivy can read: one input a platform. */
export async function openImage(source: ImageSource, text: string, request: OpenRequest): Promise<OpenedImage> {
  const { scratch } = request;
  switch (source.kind) {
    case 'layout':
      return ofLayout(readLayout(source.folder), same(text), scratch, [source.folder]);
    case 'archive': {
      const folder = join(scratch, 'unpacked');
      if (await unpackLayout(source.file, folder)) return ofLayout(readLayout(folder), same(text), scratch, []);
      return { ...same(text), inputs: [{ input: source.file, platform: '' }], read: [source.file] };
    }
    case 'reference': {
      const layout = await pullImage(source.reference, { ...request, folder: join(scratch, 'pulled') });
      const digest = layout.roots[0]?.digest ?? '';
      const label = imageName(source.reference);
      return ofLayout(layout, { name: `${label}@${digest}`, label }, scratch, []);
    }
  }
}

type Names = Pick<OpenedImage, 'name' | 'label'>;
const same = (text: string): Names => ({ name: text, label: text });

function ofLayout(layout: Layout, names: Names, scratch: string, read: readonly string[]): OpenedImage {
  const inputs = imagesOf(layout).map((image, index) => ({
    input: singleImageLayout(layout, image, join(scratch, `platform-${index}`)),
    platform: image.platform,
  }));
  return { ...names, inputs, layout, read };
}

/** Unpacks an OCI archive, which Trivy does not read; false for a docker archive, which it does. An uncompressed archive cannot hold more than it is large. */
async function unpackLayout(file: string, folder: string): Promise<boolean> {
  if (isGzip(file)) throw new UserError(`${file} is compressed; give the archive as it was written`);
  const names = new Set<string>();
  const place = (name: string): string | undefined => {
    names.add(name);
    return /^(oci-layout|index\.json|blobs\/sha(256|512)\/[0-9a-f]+)$/.test(name) ? join(folder, name) : undefined;
  };
  const written = await extractTar(createReadStream(file), { place, maxBytes: statSync(file).size });
  if (written.includes('index.json')) return true;
  if (!names.has('manifest.json')) throw new UserError(`${file} is neither an OCI nor a docker archive`);
  return false;
}

function isGzip(file: string): boolean {
  const handle = openSync(file, 'r');
  const head = Buffer.alloc(2);
  readSync(handle, head, 0, 2, 0);
  closeSync(handle);
  return head.equals(Buffer.from([0x1f, 0x8b]));
}
