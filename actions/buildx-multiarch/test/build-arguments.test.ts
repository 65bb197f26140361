import { describe, expect, it } from '@jest/globals';
import { readInputs } from '@data-profiler-actions/action-kit';
import { buildArguments, indexAnnotations } from '../src/build/build-arguments.ts';
import { inputSpec } from '../src/inputs.ts';

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
const settings = (env: Record<string, string>) => ({
  inputs: readInputs(inputSpec, () => [], { ...base, ...env }),
  destination: { kind: 'push', image: 'ghcr.io/org/app' } as const,
  sourceDate: '1',
  publicRepository: false,
  cacheArgs: [],
  metadataFile: '/t/m.json',
});

describe('the call of buildx', () => {
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

  it('leaves index annotations to the index', () => {
    const { inputs } = settings({ INPUT_ANNOTATIONS: 'a=1\nindex:b=2\nmanifest:c=3' });
    expect(indexAnnotations(inputs.annotations)).toEqual({ a: '1', b: '2' });
    expect(
      buildArguments(settings({ INPUT_ANNOTATIONS: 'a=1\nindex:b=2\nmanifest:c=3' })).filter((arg) =>
        arg.startsWith('--annotation'),
      ),
    ).toEqual(['--annotation=manifest:c=3']);
  });
});
