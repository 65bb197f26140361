import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { runPipeline, type Report } from './pipeline-run.ts';

const dispatch = ['--workflow', 'deploy', '--event', 'workflow_dispatch'];

async function deploy(
  source: string,
  environment: string,
): Promise<{ report: Report; exitCode: number; output: string }> {
  return runPipeline(...dispatch, '--input', `source=${source}`, '--input', `environment=${environment}`);
}

function digestsAt(report: Report, tag: string): string[] {
  return report.images.filter(({ tags }) => tags.includes(tag)).map(({ digest }) => digest);
}

describe('a deployment by hand', () => {
  const published: { main?: Report; develop?: Report } = {};

  before(async () => {
    published.main = (await runPipeline('--ref', 'main')).report;
    published.develop = (await runPipeline('--ref', 'develop')).report;
  });

  it('puts both images under the environment’s tag by digest, without a build, and records it', async () => {
    const { report, exitCode, output } = await deploy('main', 'production');
    assert.equal(exitCode, 0, output.slice(-3000));
    assert.deepEqual(digestsAt(report, 'production'), digestsAt(published.main ?? assert.fail(), 'main'));
    const [deployment] = report.deployments;
    assert.equal(deployment?.environment, 'production');
    assert.equal(deployment.state, 'success');
    assert.match(deployment.description, /api:production is [0-9a-f]{12}, .*web:production is [0-9a-f]{12}/);
  });

  it('goes back the same way', async () => {
    await deploy('develop', 'production');
    const { report } = await deploy('main', 'production');
    assert.deepEqual(digestsAt(report, 'production'), digestsAt(published.main ?? assert.fail(), 'main'));
  });

  it('of something that does not exist moves nothing, is red and is recorded as failed', async () => {
    const { report, exitCode } = await deploy('sha-0000000', 'production');
    assert.notEqual(exitCode, 0);
    assert.deepEqual(
      report.deployments.map(({ environment, state }) => `${environment} ${state}`),
      ['production failure'],
    );
  });
});
