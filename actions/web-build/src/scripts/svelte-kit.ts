import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where a SvelteKit project has what browsers get. Vite builds into `.svelte-kit/output`, and an adapter puts that together: the static one into `build`,
 * Node's into `build/client`; others serve what Vite built for the client.
 */
export function svelteKitOutput(root: string): string {
  const site = join(root, 'build');
  if (existsSync(site) && readdirSync(site).some((name) => name.endsWith('.html'))) return site;
  const beside = join(site, 'client');
  return existsSync(beside) ? beside : join(root, '.svelte-kit', 'output', 'client');
}
