/** A step as far as its name tells what it is. */
interface Named {
  readonly name: string;
}

/** Reading the Dockerfile, its context and its base images' names, and fetching tokens. */
export function isInternal({ name }: Named): boolean {
  return /^\[(internal|auth)\]/.test(name);
}

/** A step of the Dockerfile that makes something: not BuildKit's own, and not the look-up of a base image, which no cache can save. */
export function isWork(step: Named): boolean {
  return step.name.startsWith('[') && !isInternal(step) && !/^\[[^\]]*\] (FROM|generating sbom) /.test(step.name);
}

/** The cache could not be read or written: that fails no build. */
export function isCacheTrouble({ name, error }: Named & { readonly error: string }): boolean {
  return error !== '' && /cache/i.test(name);
}

const ownWork: readonly (readonly [RegExp, string])[] = [
  [/^\[[^\]]*\] generating sbom /, 'bill of materials'],
  [/^importing cache/, 'read the cache'],
  [/^(exporting cache|exporting to GitHub|preparing build cache)/, 'write the cache'],
  [/^exporting to /, 'export and push'],
];

/** `[linux/amd64 web 2/5] RUN …` is stage `web`, without a name `Dockerfile`; BuildKit's own work has names of ours. */
export function stageOf(step: Named): string | undefined {
  if (isInternal(step)) return undefined;
  const own = ownWork.find(([pattern]) => pattern.test(step.name))?.[1];
  const inside = /^\[([^\]]*)\]/.exec(step.name)?.[1];
  if (own !== undefined || inside === undefined) return own;
  const words = inside.split(' ').filter((word) => !/^(\d+\/\d+|[a-z0-9]+\/[a-z0-9]+(\/v\d+)?(->\S+)?)$/.test(word));
  return words.join(' ') || 'Dockerfile';
}
