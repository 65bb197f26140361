/** A parsed image name: `registry` with its port, `repository` below it; at most one of `tag` and `digest` is usual, both are legal. */
export interface ImageReference {
  readonly registry: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

export type ParsedReference =
  { readonly ok: true; readonly reference: ImageReference } | { readonly ok: false; readonly problem: string };

const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const repositoryPattern = new RegExp(`^${component}(?:/${component})*$`);
const tagPattern = /^\w[\w.-]{0,127}$/;
const digestPattern = /^sha(?:256:[a-f0-9]{64}|512:[a-f0-9]{128})$/;
const longestName = 255;

/**
 * Reads an image reference by the grammar of the OCI distribution specification (1.1, "Pulling manifests"), Docker Hub's short names
 * included. `problem` completes the sentence "the reference …".
 */
export function parseReference(text: string): ParsedReference {
  const at = text.indexOf('@');
  const digest = at < 0 ? undefined : text.slice(at + 1);
  const { name, tag } = splitTag(at < 0 ? text : text.slice(0, at));
  const problem = nameProblem(name) ?? tagProblem(tag) ?? digestProblem(digest);
  if (problem !== undefined) return { ok: false, problem };
  return {
    ok: true,
    reference: { ...splitRegistry(name), ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) },
  };
}

/** The name without tag and digest: `registry/repository`. */
export function imageName({ registry, repository }: ImageReference): string {
  return `${registry}/${repository}`;
}

/** Whether a tag is one that registries accept. */
export function isTag(text: string): boolean {
  return tagPattern.test(text);
}

/** Whether a text is a sha256 or sha512 digest. */
export function isDigest(text: string): boolean {
  return digestPattern.test(text);
}

function splitTag(text: string): { name: string; tag?: string } {
  const colon = text.lastIndexOf(':');
  return colon > text.lastIndexOf('/') ? { name: text.slice(0, colon), tag: text.slice(colon + 1) } : { name: text };
}

/** The first component is a host only if it looks like one (distribution/reference, `splitDockerDomain`). */
function splitRegistry(name: string): { registry: string; repository: string } {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  if (/[.:]/.test(first) || first === 'localhost') return { registry: first, repository: name.slice(slash + 1) };
  return { registry: 'docker.io', repository: slash < 0 ? `library/${name}` : name };
}

function nameProblem(name: string): string | undefined {
  const { registry, repository } = splitRegistry(name);
  if (!/^(?:[A-Za-z0-9.-]+|\[[0-9a-f:]+\])(?::\d+)?$/.test(registry))
    return `has no legal registry host ("${registry}")`;
  if (repository !== repository.toLowerCase()) return `must be lower-case: ${registry}/${repository.toLowerCase()}`;
  if (!repositoryPattern.test(repository)) return `has an illegal name ("${repository}")`;
  return name.length > longestName ? `is longer than ${longestName} characters` : undefined;
}

function tagProblem(tag: string | undefined): string | undefined {
  if (tag === undefined || tagPattern.test(tag)) return undefined;
  return `has an illegal tag ("${tag}"): 1 to 128 letters, digits, "_", "." and "-", not starting with "." or "-"`;
}

function digestProblem(digest: string | undefined): string | undefined {
  return digest === undefined || digestPattern.test(digest) ? undefined : `has an illegal digest ("${digest}")`;
}
