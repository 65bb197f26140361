import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startBuildKit, type Engine } from '../../../packages/local-pipeline/src/engine/buildkit.ts';
import { startAction } from './start-action.ts';

const scratch = mkdtempSync(join(tmpdir(), 'ghcr-tag-bake-'));
const context = join(scratch, 'context');
let engine: Engine;
let tools = '';

beforeAll(async () => {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const buildkitd = folders.map((folder) => join(folder, 'buildkitd')).find(existsSync);
  if (buildkitd === undefined) throw new Error('buildkitd is missing: `npm run jest` builds it');
  tools = dirname(buildkitd);
  const folder = { scratch: join(scratch, 'builder'), storage: join(scratch, 'storage') };
  engine = await startBuildKit({ tools, ...folder, registries: [] });
  mkdirSync(context);
  writeFileSync(join(context, 'Dockerfile'), 'FROM scratch\nCOPY Dockerfile /\n');
  const app = 'target "docker-metadata-action" {}\ntarget "app" {\n  inherits = ["docker-metadata-action"]\n}\n';
  writeFileSync(join(context, 'docker-bake.hcl'), app);
}, 180_000);
afterAll(async () => {
  await engine.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** Bakes one platform without attestations, as what is loaded into Docker is. */
function bake(...files: string[]): SpawnSyncReturns<string> {
  const output = `app.output=type=docker,dest=${join(scratch, 'app.tar')}`;
  const definitions = ['docker-bake.hcl', ...files].flatMap((file) => ['--file', file]);
  const flags = [...definitions, '--set', output, '--allow', `fs=${scratch}`, '--provenance=false', 'app'];
  const env = { PATH: process.env['PATH'], HOME: scratch, ...engine.environment };
  return spawnSync(join(tools, 'buildx'), ['bake', ...flags], { cwd: context, env, encoding: 'utf8' });
}

describe('Docker Bake, for one platform that is loaded into Docker', () => {
  it('takes the bake files, together and apart, but no annotations of the index', async () => {
    const { outputs } = await startAction(scratch, {});
    const file = (name: string): string => outputs[name] ?? '';
    expect(bake(file('bake-file'))).toMatchObject({ status: 0 });
    expect(bake(...['tags', 'labels', 'annotations'].map((kind) => file(`bake-file-${kind}`)))).toMatchObject({
      status: 0,
    });
    const index = await startAction(scratch, {}, { DOCKER_METADATA_ANNOTATIONS_LEVELS: 'manifest,index' });
    const refused = bake(index.outputs['bake-file-annotations'] ?? '');
    expect(refused.stderr).toContain('index annotations not supported for single platform export');
  }, 60_000);
});
