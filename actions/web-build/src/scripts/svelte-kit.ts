import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where a SvelteKit project has what browsers get. Vite builds into `.svelte-kit/output`, and an adapter puts that together in a folder of its own
 * choice, to which it copies the version of the build; where there is none, what Vite built for the client is served as it is.
 */
export function svelteKitOutput(root: string): string {
  const client = join(root, '.svelte-kit', 'output', 'client');
  const version = versionFile(client);
  if (version === undefined) return client;
  const built = textAt(join(client, version));
  const copies = foldersBelow(root, foldersDeep).filter(
    (folder) => folder !== client && textAt(join(folder, version)) === built,
  );
  return copies.find(hasPage) ?? copies[0] ?? client;
}

/** As deep as `.vercel/output/static`. */
const foldersDeep = 3;

/** `_app/version.json`, unless the project gave `_app` another name. */
function versionFile(client: string): string | undefined {
  return namesIn(client)
    .map((name) => join(name, 'version.json'))
    .find((file) => existsSync(join(client, file)));
}

function foldersBelow(folder: string, depth: number): string[] {
  const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  const folders = entries.filter((entry) => entry.isDirectory() && !/^(node_modules|\.git)$/.test(entry.name));
  return folders.flatMap(({ name }) => {
    const path = join(folder, name);
    return depth > 1 ? [path, ...foldersBelow(path, depth - 1)] : [path];
  });
}

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);
const textAt = (file: string): string | undefined => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);
const hasPage = (folder: string): boolean => namesIn(folder).some((name) => name.endsWith('.html'));
