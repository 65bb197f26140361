import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadServiceToolkit } from './toolkit-bundle.ts';

export interface RunArtifact {
  readonly name: string;
  readonly content: string;
}

/** Hands one small text file to later jobs of this run, under a name that must be unique in it. */
export async function uploadRunArtifact({ name, content }: RunArtifact, temp: string): Promise<void> {
  const folder = mkdtempSync(join(temp, 'artifact-'));
  const file = join(folder, `${name}.json`);
  writeFileSync(file, content);
  await (await loadServiceToolkit()).artifact().uploadArtifact(name, [file], folder, { retentionDays: 1 });
}

/** Every artifact of this run whose name starts with `prefix`, with the text of its only file. */
export async function downloadRunArtifacts(prefix: string, temp: string): Promise<RunArtifact[]> {
  const client = (await loadServiceToolkit()).artifact();
  const { artifacts } = await client.listArtifacts();
  const wanted = artifacts.filter(({ name }) => name.startsWith(prefix));
  return Promise.all(
    wanted.map(async ({ name, id }) => {
      const path = mkdtempSync(join(temp, 'artifact-'));
      await client.downloadArtifact(id, { path });
      const file = readdirSync(path)[0];
      return { name, content: file === undefined ? '' : readFileSync(join(path, file), 'utf8') };
    }),
  );
}
