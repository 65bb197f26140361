import { delimiter } from 'node:path';
import { ensureArm64Emulation } from '../packages/local-pipeline/src/engine/emulation.ts';
import { craneTool } from '../packages/local-pipeline/src/tools/go-tools.ts';
import { ensureTools } from '../packages/local-pipeline/src/workplace.ts';

/** The variables that give tests the same tools as `npm start`, and crane: what this machine lacks is fetched first. */
export async function provisionTestTools(): Promise<Record<string, string>> {
  const say = (message: string): void => console.log(message);
  const { path } = await ensureTools(say);
  await ensureArm64Emulation();
  return { PATH: [...path, await craneTool(say), process.env['PATH']].join(delimiter) };
}
