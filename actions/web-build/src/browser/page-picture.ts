import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes the picture of a page into a folder and gives its file; an empty name for an empty picture. `a/b.html` and `a-b.html` come to the same
 * name: the later one gets a number.
 */
export function keepPicture(folder: string, page: string, picture: Buffer): string {
  if (picture.length === 0) return '';
  const file = freeName(join(folder, page.replaceAll('/', '-').replace(/\.html?$/i, '')));
  writeFileSync(file, picture);
  return file;
}

function freeName(stem: string, number = 1): string {
  const file = number === 1 ? `${stem}.png` : `${stem}-${number}.png`;
  return existsSync(file) ? freeName(stem, number + 1) : file;
}
