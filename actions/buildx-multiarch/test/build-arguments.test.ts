import { describe, expect, it } from '@jest/globals';
import { readInputs } from '@data-profiler-actions/action-kit';
import { buildArguments, type BuildSettings } from '../src/build/build-arguments.ts';
import { inputSpec } from '../src/inputs.ts';
import { imageMetadata } from '../src/request/image-metadata.ts';

const base = {
  INPUT_MODE: 'all',
  INPUT_PLATFORMS: 'linux/amd64, linux/arm64',
  INPUT_PUSH: 'auto',
  INPUT_CACHE: 'auto',
  INPUT_PROVENANCE: 'auto',
  INPUT_SBOM: 'false',
  INPUT_EXCHANGE: 'artifact',
  INPUT_RETRIES: '2',
  'INPUT_TIMEOUT-MINUTES': '60',
};
const event = {
  serverUrl: 'https://github.com',
  sha: 'abc',
  repository: { owner: 'org', name: 'app', fullName: 'org/app', defaultBranch: 'main', isPrivate: false },
  payload: { repository: { description: 'An app\nof two lines' } },
} as const;

const settings = (env: Record<string, string>, more: Partial<BuildSettings> = {}): BuildSettings => {
  const inputs = readInputs(inputSpec, () => [], { ...base, ...env });
  return {
    inputs,
    platforms: inputs.platforms,
    output: { kind: 'push', image: 'ghcr.io/org/app' },
    single: false,
    metadata: imageMetadata(inputs, event as never, 'main', '1'),
    declared: [],
    sourceDate: '1',
    publicRepository: false,
    cacheArgs: [],
    metadataFile: '/t/m.json',
    ...more,
  };
};

describe('the call of buildx', () => {
  it('quotes what Buildx would else part at a comma', () => {
    const secrets = { INPUT_SECRETS: 'a,b=1', 'INPUT_SECRET-FILES': 'c=one, "two"' };
    const args = buildArguments(settings(secrets, { output: { kind: 'oci', file: 'a,b.tar' } }));
    expect(args).toContain('--secret="id=a,b",env=BUILD_SECRET_0');
    expect(args).toContain('--secret=id=c,"src=one, ""two"""');
    expect(args.find((arg) => arg.startsWith('--output'))).toContain('type=oci,"dest=a,b.tar"');
  });

  it('pushes by digest with times rewritten', () => {
    const args = buildArguments(settings({}));
    expect(args).toContain(
      '--output=type=image,name=ghcr.io/org/app,push-by-digest=true,name-canonical=true,push=true,oci-mediatypes=true,rewrite-timestamp=true',
    );
    expect(args).toContain('--platform=linux/amd64,linux/arm64');
    expect(args).toContain('--provenance=mode=min');
  });

  it('never carries a secret’s value', () => {
    const args = buildArguments(settings({ INPUT_SECRETS: 'npm=tok=en', 'INPUT_SECRET-FILES': 'f=a/b' }));
    expect(args.join(' ')).not.toContain('tok=en');
    expect(args).toContain('--secret=id=npm,env=BUILD_SECRET_0');
    expect(args).toContain('--secret=id=f,src=a/b');
  });

  it('keeps values whole: after the first equals sign, commas included', () => {
    expect(buildArguments(settings({ 'INPUT_BUILD-ARGS': 'OPTS=a=b,c' }))).toContain('--build-arg=OPTS=a=b,c');
  });

  it('leaves index annotations to the index that we write', () => {
    const given = settings({ INPUT_ANNOTATIONS: 'a=1\nindex:b=2\nmanifest:c=3' });
    const annotations = buildArguments(given).filter((arg) => arg.startsWith('--annotation'));
    expect(annotations).toContain('--annotation=manifest:c=3');
    expect(annotations.join()).not.toMatch(/a=1|b=2/);
    expect(given.metadata.index).toEqual(
      expect.arrayContaining([
        { key: 'a', value: '1' },
        { key: 'b', value: '2' },
      ]),
    );
  });

  it('puts them on the manifest where that stands alone, and on BuildKit’s index in an archive', () => {
    const env = { INPUT_ANNOTATIONS: 'a=1' };
    expect(buildArguments(settings(env, { single: true }))).toContain('--annotation=manifest:a=1');
    expect(buildArguments(settings(env, { output: { kind: 'oci', file: 'x.tar' } }))).toContain(
      '--annotation=index:a=1',
    );
  });

  it('labels the image with what the event knows, on one line each, the user’s own in front', () => {
    const args = buildArguments(settings({ INPUT_LABELS: 'org.opencontainers.image.title=Mine' }));
    expect(args).toContain('--label=org.opencontainers.image.title=Mine');
    expect(args).toContain('--label=org.opencontainers.image.description=An app of two lines');
    expect(args).toContain('--label=org.opencontainers.image.created=1970-01-01T00:00:01.000Z');
  });

  it('gives VERSION, REVISION and CREATED to a Dockerfile that declares them, and never over the user’s own', () => {
    const args = buildArguments(
      settings({ 'INPUT_BUILD-ARGS': 'VERSION=mine' }, { declared: ['VERSION', 'REVISION'] }),
    );
    const given = args.filter((arg) => arg.startsWith('--build-arg'));
    expect(given).toEqual(['--build-arg=REVISION=abc', '--build-arg=VERSION=mine']);
  });

  it('is built as if to be pushed where it is not, so that its digest is known', () => {
    expect(buildArguments(settings({}, { output: { kind: 'none' } }))).toContain(
      '--output=type=image,push=false,oci-mediatypes=true,rewrite-timestamp=true',
    );
  });

  it('names another scanner for the bill of materials', () => {
    expect(buildArguments(settings({ INPUT_SBOM: 'generator=reg/scan:1' }))).toContain('--sbom=generator=reg/scan:1');
  });
});
