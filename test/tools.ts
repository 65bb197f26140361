import { delimiter } from 'node:path';
import { ensureTools } from '../packages/local-pipeline/src/workplace.ts';

/** The variables that give tests the same tools as `npm start`: what this machine lacks is fetched first. */
export async function provisionTestTools(): Promise<Record<string, string>> {
  const { path } = await ensureTools((message) => console.log(message));
  return { PATH: [...path, process.env['PATH']].join(delimiter) };
}
