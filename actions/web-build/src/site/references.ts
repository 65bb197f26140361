import { posix } from 'node:path';
import { cssReferences } from './css-references.ts';
import { htmlReferences } from './html-references.ts';
import { items, object, parseJson } from '../json.ts';
import { jsReferences, type ScriptReferences } from './js-references.ts';
import type { Reference } from './reference.ts';
import type { Site } from './site.ts';

/** Every reference of a built site, with the count of those only a browser can tell. */
export async function siteReferences(site: Site): Promise<ScriptReferences> {
  const parts = await Promise.all(site.files.map((file) => fileReferences(site, file)));
  return {
    references: parts.flatMap(({ references }) => references),
    unverified: parts.reduce((sum, { unverified }) => sum + unverified, 0),
  };
}

async function fileReferences(site: Site, file: string): Promise<ScriptReferences> {
  if (/\.html?$/i.test(file)) return pageReferences(site, file);
  if (/\.css$/i.test(file)) return { references: cssReferences(file, site.text(file)), unverified: 0 };
  if (/\.m?js$/i.test(file)) return jsReferences(file, site.text(file));
  if (/\.webmanifest$/i.test(file)) return { references: webManifest(file, site.text(file)), unverified: 0 };
  return { references: [], unverified: 0 };
}

async function pageReferences(site: Site, file: string): Promise<ScriptReferences> {
  const page = htmlReferences(file, site.text(file));
  const scripts = await Promise.all(page.scripts.map(({ code, line }) => jsReferences(file, code, line)));
  const manifests = page.manifests
    .map((url) => posix.normalize(posix.join(url.startsWith('/') ? '' : posix.dirname(file), url.replace(/^\//, ''))))
    .filter((name) => name.endsWith('.json') && site.has(name));
  return {
    references: [
      ...page.references,
      ...scripts.flatMap(({ references }) => references),
      ...manifests.flatMap((name) => webManifest(name, site.text(name))),
    ],
    unverified: scripts.reduce((sum, { unverified }) => sum + unverified, 0),
  };
}

/** Images of a web app manifest: `icons`, `screenshots`, and `icons` of `shortcuts` (W3C Application Manifest). */
function webManifest(from: string, text: string): Reference[] {
  const manifest = object(parseJson(text));
  const shortcuts = items(manifest['shortcuts']).flatMap((shortcut) => items(object(shortcut)['icons']));
  const images = [...items(manifest['icons']), ...items(manifest['screenshots']), ...shortcuts];
  return images.flatMap((image) => {
    const { src } = object(image);
    return typeof src === 'string' ? [{ from, url: src, line: 1, how: 'the web app manifest’s icon' }] : [];
  });
}
