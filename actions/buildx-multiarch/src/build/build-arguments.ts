import type { KeyValue } from '@data-profiler-actions/action-kit';
import type { Inputs } from '../inputs.ts';

/** What becomes of the built image. */
export type Destination =
  | { readonly kind: 'push'; readonly image: string }
  | { readonly kind: 'oci'; readonly file: string }
  | { readonly kind: 'none' };

export interface BuildSettings {
  readonly inputs: Inputs;
  readonly destination: Destination;
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
  const { inputs } = settings;
  return [
    'build',
    '--progress=rawjson',
    `--metadata-file=${settings.metadataFile}`,
    `--platform=${inputs.platforms.join(',')}`,
    `--output=${output(settings)}`,
    ...attestations(settings),
    ...single('file', inputs.file),
    ...single('target', inputs.target),
    ...pairs('build-arg', inputs.buildArgs),
    ...pairs('build-context', inputs.buildContexts),
    ...pairs('label', inputs.labels),
    ...manifestAnnotations(inputs.annotations),
    ...inputs.secrets.map(({ key }, index) => `--secret=id=${key},env=${secretVariable(index)}`),
    ...inputs.secretFiles.map(({ key, value }) => `--secret=id=${key},src=${value.trim()}`),
    ...inputs.ssh.map((agent) => `--ssh=${agent}`),
    ...settings.cacheArgs,
    inputs.context || '.',
  ];
}

/** The annotations meant for the index: those without a level, or with level `index`. */
export function indexAnnotations(annotations: readonly KeyValue[]): Record<string, string> {
  const ours = annotations.filter(({ key }) => !key.startsWith('manifest:'));
  return Object.fromEntries(ours.map(({ key, value }) => [key.replace(/^index:/, ''), value]));
}

function output({ destination, sourceDate }: BuildSettings): string {
  const rewrite = sourceDate === '' ? '' : ',rewrite-timestamp=true';
  if (destination.kind === 'push')
    return `type=image,name=${destination.image},push-by-digest=true,name-canonical=true,push=true,oci-mediatypes=true${rewrite}`;
  return destination.kind === 'oci' ? `type=oci,dest=${destination.file}${rewrite}` : 'type=cacheonly';
}

/** Build arguments and more of a private repository stay out of its provenance unless asked for. */
function attestations({ inputs, destination, publicRepository }: BuildSettings): string[] {
  if (destination.kind === 'none') return ['--provenance=false'];
  const automatic = publicRepository ? 'mode=max' : 'mode=min';
  const chosen = { auto: automatic, true: automatic, false: 'false', 'mode=min': 'mode=min', 'mode=max': 'mode=max' }[
    inputs.provenance
  ];
  return [`--provenance=${chosen}`, ...(inputs.sbom ? ['--sbom=true'] : [])];
}

function manifestAnnotations(annotations: readonly KeyValue[]): string[] {
  return annotations
    .filter(({ key }) => key.startsWith('manifest:'))
    .map(({ key, value }) => `--annotation=${key}=${value}`);
}

function single(name: string, value: string): string[] {
  return value === '' ? [] : [`--${name}=${value}`];
}

function pairs(name: string, entries: readonly KeyValue[]): string[] {
  return entries.map(({ key, value }) => `--${name}=${key}=${value}`);
}
