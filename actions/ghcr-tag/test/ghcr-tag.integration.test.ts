import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { startAction, type ActionRun } from './start-action.ts';

const folder = mkdtempSync(join(tmpdir(), 'ghcr-tag-'));
const start = (
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Promise<ActionRun> => startAction(folder, inputs, env);

interface BakeDefinition {
  readonly target: Readonly<Record<'docker-metadata-action', Record<string, unknown>>>;
}

describe('the bundle of ghcr-tag', () => {
  it('tags a push to main', async () => {
    const { status, outputs } = await start({});
    expect(status).toBe(0);
    expect(outputs['tags']).toBe('ghcr.io/org/app:main\nghcr.io/org/app:sha-0123456\nghcr.io/org/app:latest');
    expect(outputs['annotations']).toContain('index:org.opencontainers.image.version=main');
  });

  it('gives Bake tags and labels in one file, and each of its kind in its own, with nothing that a build without an index refuses', async () => {
    const run = await start({});
    const target = (output: string, { outputs }: ActionRun = run): Record<string, unknown> => {
      const definition = JSON.parse(readFileSync(outputs[output] ?? '', 'utf8')) as BakeDefinition;
      return definition.target['docker-metadata-action'];
    };
    expect(Object.keys(target('bake-file'))).toEqual(['tags', 'labels', 'args']);
    expect(target('bake-file')).toEqual({ ...target('bake-file-tags'), ...target('bake-file-labels') });
    expect(target('bake-file-tags')).toMatchObject({ tags: run.outputs['tags']?.split('\n') });
    expect(Object.keys(target('bake-file-labels'))).toEqual(['labels']);
    const annotations = target('bake-file-annotations')['annotations'];
    expect(annotations).toEqual(run.outputs['annotations']?.split('\n').filter((line) => line.startsWith('manifest:')));
    const asked = await start({}, { DOCKER_METADATA_ANNOTATIONS_LEVELS: 'index' });
    expect(target('bake-file-annotations', asked)).toEqual({ annotations: asked.outputs['annotations']?.split('\n') });
  });

  it('names every mistake of every line at once, with the line, the nearest word and an example, and sets nothing', async () => {
    const { status, log, outputs } = await start(
      {
        images: 'ghcr.io/org/app\nghcr.io/foo bar/baz\nname=a,enabled=true',
        tags: '# rules\ntype=raw,value=x,enabled=false\n\ntype=semvr,pattern={{version}}\ntype=ref,event=brunch\ntype=sha,priority=high',
        flavor: 'lates=true\nsuffix={{brunch}}',
        labels: 'nothing\nok=1\na={{date}}',
        annotations: 'b={{tga}}',
        credentials: 'ghcr.io me\nghcr.io me secret\nghcr.io',
        push: 'true',
        context: 'gitt',
      },
      { DOCKER_METADATA_SHORT_SHA_LENGTH: '0' },
    );
    expect(status).toBe(1);
    expect(outputs).toEqual({});
    for (const input of ['images', 'tags', 'flavor', 'labels', 'annotations', 'push', 'context'])
      expect(log).toContain(`Input "${input}"`);
    for (const part of [
      'line 2 (type=raw,value=x,enabled=false)',
      'did you mean enable?',
      'line 4 (type=semvr,pattern={{version}})',
      'did you mean semver?',
      'line 5 (type=ref,event=brunch)',
      'did you mean branch?',
      'line 6 (type=sha,priority=high)',
      'for example: priority=900',
      'did you mean latest?',
      'did you mean tag?',
      'line 3 (a={{date}})',
      'did you mean git?',
      'DOCKER_METADATA_SHORT_SHA_LENGTH',
    ])
      expect(log).toContain(part);
  });

  it('is green with one warning and empty outputs where no rule applies', async () => {
    const { status, log, outputs, summary } = await start({
      tags: 'type=ref,event=tag\ntype=semver,pattern={{version}}',
    });
    expect(status).toBe(0);
    expect(outputs['tags']).toBe('');
    expect(log.match(/::warning::/g)).toHaveLength(1);
    expect(summary).toContain('the ref is no tag');
  });

  it('warns once where every image is disabled', async () => {
    const images = 'name=ghcr.io/org/app,enable=false\nname=org/app,enable=false';
    for (const tags of ['', 'type=ref,event=branch', 'type=ref,event=tag']) {
      const { status, log, outputs } = await start({ images, tags });
      expect([status, outputs['tags']]).toEqual([0, '']);
      expect(log.match(/::warning::/g)).toHaveLength(1);
    }
    const { log, summary } = await start({ images });
    expect(log).toContain('::warning::Every line of "images" has enable=false');
    expect(summary).not.toContain('References to copy');
  });

  it('holds latest back with a warning where git knows calendar and semantic versions', async () => {
    const workspace = mkdtempSync(join(folder, 'checkout-'));
    const git = (...args: string[]): unknown => execFileSync('git', ['-C', workspace, ...args]);
    git('init', '--quiet');
    git(...'-c user.name=a -c user.email=a@b.c commit --quiet --allow-empty -m one'.split(' '));
    ['v2024.01.05', 'v1.2.3'].forEach((tag) => git('tag', tag));
    const run = await start(
      { images: '127.0.0.1:1/o/app', tags: 'type=semver,pattern={{version}}' },
      { GITHUB_REF: 'refs/tags/v1.2.3', GITHUB_WORKSPACE: workspace },
    );
    expect(run.outputs['tag-names']).toBe('1.2.3');
    expect(run.log).toContain(
      '::warning::No tag from latest: a calendar version and a semantic one cannot be compared',
    );
  });

  it('holds latest back where versions can be read neither from the registry nor from git', async () => {
    const images = '127.0.0.1:1/o/app';
    const run = await start({ images, tags: 'type=semver,pattern={{version}}' }, { GITHUB_REF: 'refs/tags/v1.2.3' });
    expect(run.outputs['tag-names']).toBe('1.2.3');
    expect(run.log).toContain('::warning::No tag from latest: the published versions could not be read');
  });

  it('hands outputs on as variables only where it is asked to', async () => {
    const file = join(folder, 'env');
    writeFileSync(file, '');
    const { summary } = await start({}, { GITHUB_ENV: file });
    expect(summary).toContain('<summary>For later steps</summary>');
    expect(readFileSync(file, 'utf8')).toBe('');
    await start({}, { GITHUB_ENV: file, DOCKER_METADATA_SET_OUTPUT_ENV: 'true' });
    expect(readFileSync(file, 'utf8')).toContain('DOCKER_METADATA_OUTPUT_VERSION<<');
  });

  it('fills expressions in labels, and separates as told', async () => {
    const { outputs } = await start({ labels: "built={{date 'YYYY'}}-{{branch}}", 'sep-labels': '|', 'sep-tags': ',' });
    expect(outputs['labels']).toMatch(/^built=\d{4}-main\|/);
    expect(outputs['tags']?.split(',')).toHaveLength(3);
  });

  it('refuses a bake target of another name instead of ignoring it', async () => {
    expect((await start({ 'bake-target': 'mine' })).log).toContain('Input "bake-target" is docker/metadata-action’s');
  });
});
