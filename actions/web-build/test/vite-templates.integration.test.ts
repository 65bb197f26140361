import { beforeAll, describe, expect, it } from '@jest/globals';
import { runWebBuild } from './small-site.ts';
import { templateWorkspace, viteTemplates } from './vite-templates.ts';

let workspace = '';

beforeAll(async () => {
  workspace = await templateWorkspace();
}, 300_000);

describe('every template of create-vite', () => {
  it.each(viteTemplates)('%s builds green, with nothing to find', (template) => {
    const run = runWebBuild(workspace, {
      'working-directory': `apps/${template}`,
      install: 'off',
      lint: 'off',
    });
    expect({ ...run.outputs, log: run.exitCode === 0 ? '' : run.log }).toMatchObject({
      log: '',
      result: 'passed',
      checks: '[]',
      'output-directory': `apps/${template}/dist`,
    });
    expect(Number(run.outputs['initial-js-gzip'])).toBeGreaterThan(100);
  });
});
