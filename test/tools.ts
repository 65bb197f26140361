import { delimiter } from 'node:path';
import { ensureArm64Emulation } from '../packages/local-pipeline/src/engine/emulation.ts';
import { unpackedDebian } from '../packages/local-pipeline/src/tools/debian-archive.ts';
import { ensureDebianPrograms } from '../packages/local-pipeline/src/tools/debian-packages.ts';
import { ensureTools } from '../packages/local-pipeline/src/tools/ensure-tools.ts';
import { craneTool, credentialHelperTool } from '../packages/local-pipeline/src/tools/go-tools.ts';
import { syftTool } from '../packages/local-pipeline/src/tools/python-tools.ts';
import { mermaidPackage } from './contract/mermaid.ts';

/** The variables that give tests the same tools as `npm start`, and those that tests alone need: what this machine lacks is fetched first. */
export async function provisionTestTools(): Promise<Record<string, string>> {
  const say = (message: string): void => console.log(message);
  const { path } = await ensureTools(say);
  await ensureArm64Emulation();
  await ensureDebianPrograms(['ssh', 'gpg'], say);
  await syftTool(say);
  await mermaidPackage(say);
  for (const archive of ['sshd', 'dockerd', 'pass'] as const) await unpackedDebian(archive, say);
  return {
    PATH: [...path, await craneTool(say), await credentialHelperTool(say), process.env['PATH']].join(delimiter),
  };
}
