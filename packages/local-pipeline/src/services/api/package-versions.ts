import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sendJson, type Answered, type Exchange } from '../http-server.ts';

interface PackageVersion {
  readonly digest: string;
  readonly tags: readonly string[];
  readonly created: Date;
}

/** `GET /orgs/OWNER/packages/container/NAME/versions`: every manifest that the registry holds is a version, as at GitHub. */
export function sendPackageVersions(
  exchange: Exchange,
  registryStorage: string,
  owner: string,
  name: string,
): Answered {
  const query = exchange.url.searchParams;
  const [perPage, page] = [Number(query.get('per_page') ?? '30'), Number(query.get('page') ?? '1')];
  if (!Number.isInteger(perPage) || perPage < 1 || perPage > 100) exchange.violate('per_page is from 1 to 100');
  const repository = join(registryStorage, 'docker/registry/v2/repositories', owner.toLowerCase(), name);
  const versions = readVersions(join(repository, '_manifests'));
  if (!versions) return sendJson(exchange.response, 404, { message: 'Package not found.', status: '404' });
  const shown = versions.slice((page - 1) * perPage, page * perPage);
  return sendJson(
    exchange.response,
    200,
    shown.map(versionBody),
    versions.length > page * perPage ? linkTo(page + 1, exchange.url) : {},
  );
}

const versionBody = ({ digest, tags, created }: PackageVersion): unknown => ({
  id: Number.parseInt(digest.slice('sha256:'.length, 'sha256:'.length + 12), 16),
  name: digest,
  created_at: created.toISOString(),
  updated_at: created.toISOString(),
  metadata: { package_type: 'container', container: { tags } },
});

function linkTo(page: number, url: URL): Record<string, string> {
  const next = new URL(url);
  next.searchParams.set('page', String(page));
  return { link: `<${next.href}>; rel="next"` };
}

/** The layout of distribution's file system storage. */
function readVersions(manifests: string): PackageVersion[] | undefined {
  const tags = entries(join(manifests, 'tags')).map((tag) => ({
    tag,
    digest: readFileSync(join(manifests, 'tags', tag, 'current', 'link'), 'utf8').trim(),
  }));
  const revisions = entries(join(manifests, 'revisions', 'sha256'));
  if (revisions.length === 0) return undefined;
  return revisions.map((hex) => ({
    digest: `sha256:${hex}`,
    tags: tags.filter(({ digest }) => digest === `sha256:${hex}`).map(({ tag }) => tag),
    created: statSync(join(manifests, 'revisions', 'sha256', hex, 'link')).mtime,
  }));
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
