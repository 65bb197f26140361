import { promote, type Promotion } from '../src/promote/promote.ts';
import { openImages } from '../src/registry/remote-images.ts';
import { promoteSource } from '../src/request/promote-source.ts';
import { openLab, token, type Lab } from './registry-lab.ts';

export interface PromotionRequest {
  readonly repositories: readonly string[];
  readonly tags: readonly string[];
  readonly source: string;
  readonly push?: '' | 'true' | 'false' | 'force';
  readonly untrusted?: 'fork pull request';
  readonly signal?: AbortSignal;
}

export interface TwoImages {
  readonly repositories: string[];
  /** Digests of what stands under `stable` and `latest`, an image each. */
  readonly old: string[];
  /** Digests of what stands under `sha-1`. */
  readonly fresh: string[];
}

/** A registry with images to promote in it. */
export interface PromotionLab extends Lab {
  run(request: PromotionRequest): Promise<Promotion>;
  /** Two images of their own for every test, each with an old state under `stable` and `latest` and a new one. */
  twoImages(): Promise<TwoImages>;
  places(repositories: readonly string[], tag: string): Promise<(string | undefined)[]>;
  /** Another repository that nothing is in. */
  unused(name: string): string;
}

export const registryPath = (repository: string, rest: string): RegExp => new RegExp(`^/v2/${repository}/${rest}`);

export async function openPromotionLab(): Promise<PromotionLab> {
  const lab = await openLab();
  let number = 0;
  return {
    ...lab,
    run: (request) => run(lab, request),
    twoImages: () => {
      number += 1;
      return seedTwo(lab, [`o/api${number}`, `o/web${number}`]);
    },
    places: (repositories, tag) =>
      Promise.all(repositories.map((repository) => lab.behind.headManifest(repository, tag))),
    unused: (name) => `o/${name}${number}`,
  };
}

async function run(lab: Lab, request: PromotionRequest): Promise<Promotion> {
  const { repositories, tags, source, push = '', untrusted = '', signal = AbortSignal.timeout(60_000) } = request;
  const credentials = [{ host: lab.host, user: 'octocat', password: token }];
  const names = repositories.map((repository) => `${lab.host}/${repository}`);
  const opened = openImages(names, { credentials, token: '', actor: '' }, signal);
  const parsed = promoteSource().parse(source);
  try {
    if (!parsed.ok || !parsed.value) throw new Error('no source');
    return await promote(opened.images, tags, { source: parsed.value, push }, { untrusted });
  } finally {
    opened.close();
  }
}

async function seedTwo(lab: Lab, repositories: string[]): Promise<TwoImages> {
  const old: string[] = [];
  const fresh: string[] = [];
  for (const repository of repositories) {
    old.push(await lab.seed(repository, 'stable', `old ${repository}`));
    await lab.seed(repository, 'latest', `old ${repository}`);
    fresh.push(await lab.seed(repository, 'sha-1', `new ${repository}`));
  }
  return { repositories, old, fresh };
}
