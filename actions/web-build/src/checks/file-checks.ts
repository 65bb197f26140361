import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Site } from '../site/site.ts';
import { isHashed } from '../sizes/hashed-name.ts';
import type { FileSize } from '../sizes/sizes.ts';
import type { ViteBuild } from '../scripts/vite-build.ts';
import { finding, type Finding } from './finding.ts';

/** Folders of version control; what is in them is not read. */
const repositories = /(^|\/)\.(git|svn|hg|ssh)(\/|$)/;
const privateFile = /^(\.env.*|\.npmrc|\.netrc|\.pypirc|\.htpasswd|id_(rsa|dsa|ecdsa|ed25519)|.*\.(pem|p12|pfx|jks))$/i;

export const isRepository = (file: string): boolean => repositories.test(file);

/** Files that are private by their name; a whole repository is one of them. */
export function privateFiles(site: Site): Finding[] {
  const names = site.files.flatMap((file) => {
    const folder = repositories.exec(file);
    if (folder) return [file.slice(0, folder.index + folder[0].length)];
    return privateFile.test(posix.basename(file)) ? [file] : [];
  });
  return [...new Set(names)].map((file) => finding('dotfile-leak', file, `${file} is served with the site`));
}

/** Scripts above Vite's limit: bytes, minified, not compressed. A thousand is a kB. */
export function largeChunks(sizes: readonly FileSize[], limitKb = 500): Finding[] {
  return sizes
    .filter(({ file, bytes }) => /\.m?js$/.test(file) && bytes > limitKb * 1000)
    .map(({ file, bytes }) =>
      finding(
        'chunk-limit',
        file,
        `${file} is ${(bytes / 1000).toFixed(0)} kB; Vite advises at most ${limitKb} kB a chunk`,
      ),
    );
}

/** Scripts and style sheets where Vite puts what browsers may keep for good, under names that stay when the content changes. */
export function unhashedAssets(site: Site, { assetsDir, publicDir }: ViteBuild): Finding[] {
  const under = assetsDir === '' ? '' : `${assetsDir}/`;
  return site.files
    .filter((file) => /\.(m?js|css)$/.test(file) && under !== '' && file.startsWith(under))
    .filter((file) => !isHashed(file) && !(publicDir !== '' && existsSync(join(publicDir, file))))
    .map((file) =>
      finding('unhashed-asset', file, `${file} has no hash in its name: browsers that kept an old one go on using it`),
    );
}

export interface Digest {
  readonly file: string;
  readonly bytes: number;
  readonly digest: string;
}

/** Below this, two files are alike by chance, such as modules and page parts with nothing in them. */
const leastBytes = 256;
/** Copies of a page, as for `404.html`, are meant; VitePress loads `.lean.js` in place of a part; Next keeps a second copy of a page's icons and previews; Angular's safety worker has two names. */
const copies =
  /\.(html?|map|txt|md|lean\.js)$|(^|\/)safety-worker\.js$|(^|\/)_next\/static\/media\/(favicon|icon|apple-icon|opengraph-image|twitter-image)\d*\.[^/]+$/i;

/** Files of the same content under two names: fetched twice. */
export function duplicates(files: readonly Digest[]): Finding[] {
  const worth = files.filter(({ file, bytes }) => bytes >= leastBytes && !copies.test(file));
  return [...Map.groupBy(worth, ({ digest, file }) => digest + posix.extname(file)).values()].flatMap((same) => {
    const [first, ...others] = same.map(({ file }) => file);
    if (first === undefined || others.length === 0) return [];
    const bytes = (same[0]?.bytes ?? 0) * others.length;
    return [
      finding(
        'duplicate-content',
        first,
        `${[first, ...others].join(', ')} are the same file: ${bytes} bytes too many`,
      ),
    ];
  });
}
