import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { assetStrings } from '../site/asset-strings.ts';
import { fileReferences } from '../site/references.ts';
import type { FileReferences } from '../site/reference.ts';
import { fileReader } from '../site/file-reader.ts';
import { textIn, type Site } from '../site/site.ts';
import { measureInParts } from '../sizes/large-file.ts';
import { fileSize, type FileSize } from '../sizes/sizes.ts';
import { contentFindings } from './content-checks.ts';
import { isRepository } from './file-checks.ts';
import type { Finding } from './finding.ts';
import { secretsIn, type Secret } from './secrets.ts';

/** What is kept of a file once it has been read; not its text, so that a large site needs little memory. */
export interface FileFacts {
  readonly file: string;
  readonly size: FileSize;
  /** Two files with the same digest are the same. */
  readonly digest: string;
  readonly references: FileReferences;
  readonly findings: readonly Finding[];
}

export interface ReadingContext {
  readonly secrets: readonly Secret[];
  readonly envPrefixes: readonly string[];
  /** What the addresses of built assets begin with; empty where that is not known. */
  readonly assetPrefix: string;
}

/** Files read at a time: enough to keep the threads that compress busy. */
const atOnce = 4;

/** Reads every file of a site once, and all that can be told from one file alone. */
export async function readFiles(site: Site, context: ReadingContext): Promise<FileFacts[]> {
  const files = site.files.filter((file) => !isRepository(file));
  const facts: FileFacts[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    const read = fileReader();
    for (let at = next++; at < files.length; at = next++) {
      const file = files[at] ?? '';
      facts[at] = await readOne(site, file, read, context);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return facts;
}

/** Above this a file is measured, and not read: no script or page that a browser could show is so large. */
const readAtMost = 128 * 1024 ** 2;

async function readOne(
  site: Site,
  file: string,
  read: (path: string) => Buffer,
  context: ReadingContext,
): Promise<FileFacts> {
  const path = join(site.directory, file);
  if (statSync(path).size > readAtMost) {
    const { digest, ...size } = await measureInParts(path);
    return { file, size: { file, ...size }, digest, ...(await readText(site, file, '', context)) };
  }
  const bytes = read(path);
  const size = fileSize(file, bytes);
  const told = await readText(site, file, textIn(file, bytes), context);
  return { file, size: await size, digest: createHash('sha1').update(bytes).digest('base64'), ...told };
}

/** Ends before anything is waited for, so that the trees of pages, which are large, do not pile up. */
async function readText(
  site: Site,
  file: string,
  text: string,
  { secrets, envPrefixes, assetPrefix }: ReadingContext,
): Promise<Pick<FileFacts, 'references' | 'findings'>> {
  const references = await fileReferences(file, text);
  const findings = [
    ...secretsIn(file, text, secrets),
    ...contentFindings(file, text, references, { site, envPrefixes }),
  ];
  const { page, ...others } = references;
  const known = new Set(references.references.map(({ url }) => url));
  return {
    references: {
      ...others,
      references: [
        ...references.references,
        ...assetStrings(file, text, assetPrefix).filter(({ url }) => !known.has(url)),
      ],
      ...(page && { page: { ...page, markup: () => '' } }),
    },
    findings,
  };
}
