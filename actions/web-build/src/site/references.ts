import { itemsIn, objectOf, parseJson } from '@data-profiler-actions/action-kit';
import { cssReferences } from './css-references.ts';
import { htmlReferences, type InlineScript } from './html-references.ts';
import { jsReferences } from './js-references.ts';
import { pageWorkers, workerReferences } from './worker-references.ts';
import { noReferences, type FileReferences, type Reference } from './reference.ts';

/** What a file of the site refers to, read by the parser of its kind. */
export async function fileReferences(file: string, text: string): Promise<FileReferences> {
  if (/\.html?$/i.test(file)) return pageReferences(file, text);
  if (/\.css$/i.test(file)) return { ...noReferences, references: cssReferences(file, text) };
  if (/\.m?js$/i.test(file)) return scriptReferences(file, text);
  if (/\.webmanifest$/i.test(file)) return { ...noReferences, references: webManifest(file, text) };
  return noReferences;
}

async function scriptReferences(file: string, code: string): Promise<FileReferences> {
  const { references, ...others } = await jsReferences(file, code);
  return { ...others, references: [...references, ...workerReferences(file, code)] };
}

async function pageReferences(file: string, html: string): Promise<FileReferences> {
  const { references, scripts, ...page } = htmlReferences(file, html);
  const inline = await Promise.all(scripts.map((script) => inlineReferences(file, script)));
  return {
    references: [...references, ...inline.flatMap((script) => script.references)],
    unverified: inline.reduce((sum, { unverified }) => sum + unverified, 0),
    bare: inline.flatMap(({ bare }) => bare),
    envReads: inline.flatMap(({ envReads }) => envReads),
    page,
  };
}

/** A script in a page has the page's base. */
async function inlineReferences(
  file: string,
  { code, line, relativeTo, isFramed }: InlineScript,
): Promise<FileReferences> {
  const { references, bare, ...others } = await jsReferences(file, code, line);
  const workers = pageWorkers(file, code).map((worker) => ({ ...worker, line: worker.line + line - 1 }));
  const placed = [...references, ...workers].map((reference) =>
    relativeTo === undefined ? reference : { relativeTo, ...reference },
  );
  if (isFramed !== true) return { ...others, bare, references: placed };
  return { ...others, bare: [], references: placed.map((reference) => ({ ...reference, eager: false })) };
}

/** Images of a web app manifest: `icons`, `screenshots`, and `icons` of `shortcuts` (W3C Application Manifest). */
export function webManifest(from: string, text: string): Reference[] {
  const manifest = objectOf(parseJson(text));
  const shortcuts = itemsIn(manifest['shortcuts']).flatMap((shortcut) => itemsIn(objectOf(shortcut)['icons']));
  const images = [...itemsIn(manifest['icons']), ...itemsIn(manifest['screenshots']), ...shortcuts];
  return images.flatMap((image) => {
    const { src } = objectOf(image);
    return typeof src === 'string' ? [{ from, url: src, line: 1, how: 'the web app manifest’s icon' }] : [];
  });
}
