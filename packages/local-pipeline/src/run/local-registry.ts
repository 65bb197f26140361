import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A workflow's text with the host in place of ghcr.io, wherever it is named. */
export function withoutGhcr(workflow: string, host: string): string {
  return workflow.replace(/(?<![\w.-])ghcr\.io(?![\w.-])/g, host);
}

/**
 * Puts the registry on this machine in the place of ghcr.io, in the copies that act is given: in a repository's workflows wherever they name
 * it, in our own manifests where it is what an input is by default.
 */
export function standInForGhcr(tree: string, whose: 'repository' | 'release', host: string): void {
  const files =
    whose === 'repository' ? '.github/workflows/*.{yml,yaml}' : '{.github/workflows/*.yml,action.yml,*/action.yml}';
  for (const file of globSync(files, { cwd: tree })) {
    const text = readFileSync(join(tree, file), 'utf8');
    const local =
      whose === 'repository' ? withoutGhcr(text, host) : text.replace(/^(\s+default: )ghcr\.io$/gm, `$1${host}`);
    if (local !== text) writeFileSync(join(tree, file), local);
  }
}

/** The run’s own token as a login that Docker and our actions find by themselves, as they sign in to ghcr.io on GitHub. */
export function registryLogin(host: string, actor: string, token: string): Readonly<Record<string, string>> {
  const auth = Buffer.from(`${actor}:${token}`).toString('base64');
  return { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [host]: { auth } } }) };
}
