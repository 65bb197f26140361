import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { root } from '../../scripts/tree.ts';

interface Steps {
  readonly with?: Readonly<Record<string, string>>;
}
interface Workflow {
  readonly jobs: Readonly<Record<string, Steps & { readonly steps?: readonly Steps[] }>>;
}

const read = (file: string): unknown => parse(readFileSync(join(root, 'examples', 'data-profiler', file), 'utf8'));
const workflow = (name: string): Workflow => read(`.github/workflows/${name}.yml`) as Workflow;

/** What the expressions of these files come to in a repository that has another name than the application. */
const inRepository = (text: string): string =>
  text
    .replaceAll('${{ github.repository_owner }}', 'acme')
    .replaceAll('${{ github.repository }}', 'acme/fork')
    .replaceAll("${{ vars.REGISTRY || 'ghcr.io' }}", 'ghcr.io')
    .replaceAll(/\$\{IMAGE_OWNER:[^}]*\}/g, 'acme');

const published = ({
  images = '',
  registry = '',
  'image-prefix': prefix = 'acme/fork',
}: Steps['with'] = {}): string[] =>
  images
    .trim()
    .split('\n')
    .map((line) => inRepository(`${registry}/${prefix}/${line.split(' ')[0]}`));

describe('the images of the example', () => {
  const names = ['api', 'web'].map((image) => `ghcr.io/acme/data-profiler/${image}`);

  it('are published under one name, step by step and as one job entry', () => {
    const [, plan] = workflow('ci').jobs['plan']?.steps ?? [];
    expect(published(plan?.with)).toEqual(names);
    expect(published(workflow('pipeline').jobs['pipeline']?.with)).toEqual(names);
  });

  it('are deployed and started under the name that they are published under', () => {
    const { images = '' } = workflow('deploy').jobs['deploy']?.with ?? {};
    expect(inRepository(images).trim().split('\n')).toEqual(names);
    const { services } = read('docker-compose.yml') as { services: Record<string, { image: string }> };
    for (const name of names) {
      const image = services[name.split('/').at(-1) ?? '']?.image ?? '';
      expect(inRepository(image)).toContain(`${name}:`);
    }
  });
});
