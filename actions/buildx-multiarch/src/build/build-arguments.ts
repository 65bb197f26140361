import type { KeyValue } from '@data-profiler-actions/action-kit';
import type { Inputs } from '../inputs.ts';
import type { ImageMetadata } from '../request/image-metadata.ts';
import { csvField } from './csv-field.ts';

/** What becomes of the built image. */
export type BuildOutput =
  | { readonly kind: 'push'; readonly image: string }
  | { readonly kind: 'oci'; readonly file: string }
  /** Built as if to be pushed, so that its digest is known, and kept nowhere. */
  | { readonly kind: 'none' };

export interface BuildSettings {
  readonly inputs: Inputs;
  readonly platforms: readonly string[];
  readonly output: BuildOutput;
  /** One manifest without attestations, which stands under the tags itself: what an index would carry goes on it. */
  readonly single: boolean;
  readonly metadata: ImageMetadata;
  /** Build arguments that the Dockerfile declares. */
  readonly declared: readonly string[];
  /** Seconds since 1970; empty when unknown. */
  readonly sourceDate: string;
  readonly publicRepository: boolean;
  readonly cacheArgs: readonly string[];
  readonly metadataFile: string;
}

/** A secret's value travels in a variable of buildx's environment, never on its command line. */
export const secretVariable = (index: number): string => `BUILD_SECRET_${index}`;

/** The whole argument list of `buildx build`, without a shell's quoting. */
export function buildArguments(settings: BuildSettings): string[] {
  const { inputs, metadata } = settings;
  return [
    'build',
    '--progress=rawjson',
    `--metadata-file=${settings.metadataFile}`,
    `--platform=${settings.platforms.join(',')}`,
    `--output=${exporter(settings)}`,
    ...attestations(settings),
    ...option('file', inputs.file),
    ...option('target', inputs.target),
    ...pairs('build-arg', [...declaredFacts(settings), ...inputs.buildArgs]),
    ...pairs('build-context', inputs.buildContexts),
    ...pairs('label', metadata.labels),
    ...annotations(settings),
    ...inputs.secrets.map(({ key }, index) => `--secret=${csvField(`id=${key}`)},env=${secretVariable(index)}`),
    ...inputs.secretFiles.map(
      ({ key, value }) => `--secret=${csvField(`id=${key}`)},${csvField(`src=${value.trim()}`)}`,
    ),
    ...inputs.ssh.map((agent) => `--ssh=${agent}`),
    ...settings.cacheArgs,
    inputs.context || '.',
  ];
}

/** Nobody's own build argument is overridden, and none is given that would only change the cache's keys. */
function declaredFacts({ metadata, declared, inputs }: BuildSettings): KeyValue[] {
  const own = new Set(inputs.buildArgs.map(({ key }) => key));
  return metadata.facts.filter(({ key }) => declared.includes(key) && !own.has(key));
}

function exporter({ output, sourceDate }: BuildSettings): string {
  const rewrite = sourceDate === '' ? '' : ',rewrite-timestamp=true';
  const format = `oci-mediatypes=true${rewrite}`;
  if (output.kind === 'push')
    return `type=image,name=${output.image},push-by-digest=true,name-canonical=true,push=true,${format}`;
  return output.kind === 'oci'
    ? `type=oci,${csvField(`dest=${output.file}`)}${rewrite}`
    : `type=image,push=false,${format}`;
}

/** Build arguments and more of a private repository stay out of its provenance unless asked for. */
function attestations({ inputs, output, publicRepository }: BuildSettings): string[] {
  if (output.kind === 'none') return ['--provenance=false'];
  const isOpen = inputs.provenance === 'auto' || inputs.provenance === 'true';
  const usual = publicRepository ? 'mode=max' : 'mode=min';
  return [
    `--provenance=${isOpen ? usual : inputs.provenance}`,
    ...(inputs.sbom === 'false' ? [] : [`--sbom=${inputs.sbom}`]),
  ];
}

/** Whether nothing is attached to the images: then a single platform needs no index. */
export function isPlain({ provenance, sbom }: Pick<Inputs, 'provenance' | 'sbom'>): boolean {
  return provenance === 'false' && sbom === 'false';
}

/** An index that is pushed is our own; one that goes into an archive is BuildKit's. */
function annotations({ metadata, output, single, platforms, inputs }: BuildSettings): string[] {
  const own = single ? [...metadata.index, ...metadata.manifest] : metadata.manifest;
  const byKey = new Map(own.map(({ key, value }) => [key, value]));
  const manifest = [...byKey].map(([key, value]) => `--annotation=manifest:${key}=${value}`);
  const hasIndex = output.kind === 'oci' && (platforms.length > 1 || !isPlain(inputs));
  const index = metadata.index.map(({ key, value }) => `--annotation=index:${key}=${value}`);
  return hasIndex ? [...manifest, ...index] : manifest;
}

function option(name: string, value: string): string[] {
  return value === '' ? [] : [`--${name}=${value}`];
}

function pairs(name: string, entries: readonly KeyValue[]): string[] {
  return entries.map(({ key, value }) => `--${name}=${key}=${value}`);
}
