import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isText, itemsIn, objectOf, parseJson } from '@data-profiler-actions/action-kit';
import { decoded } from '../site/encoding.ts';
import type { Site } from '../site/site.ts';
import { finding, type Finding } from './finding.ts';

/** The manifest of a build (`build.manifest`): where the configuration puts it, where Vite does, where Vite up to 4 did. */
export function manifestOf(site: Site, configured: string): string | undefined {
  if (configured !== '') return configured;
  if (site.has('.vite/manifest.json')) return '.vite/manifest.json';
  return site.has('manifest.json') && isBuildManifest(parsed(site, 'manifest.json')) ? 'manifest.json' : undefined;
}

/**
 * Files and chunks that Vite's manifest names and that are not there. `file`, `css` and `assets` are paths in the
 * output directory, `imports` and `dynamicImports` are keys of the manifest; `css` was a string in old versions.
 */
export function brokenManifest(site: Site, path: string): Finding[] {
  if (!site.has(path)) return [finding('manifest-broken', path, 'the build was to write a manifest and did not')];
  const read = parsed(site, path);
  if (read === undefined) return [finding('manifest-broken', path, 'the manifest is no valid JSON')];
  const manifest = objectOf(read);
  return Object.entries(manifest).flatMap(([key, value]) => {
    const chunk = objectOf(value);
    const files = [chunk['file'], ...[chunk['css']].flat(), ...itemsIn(chunk['assets'])].filter(isText);
    const keys = [...itemsIn(chunk['imports']), ...itemsIn(chunk['dynamicImports'])].filter(isText);
    return [
      ...files.filter((file) => !site.has(file)).map((file) => `"${key}" names ${file}, which is not in the site`),
      ...keys
        .filter((other) => !(other in manifest))
        .map((other) => `"${key}" imports "${other}", which it does not list`),
    ].map((problem) => finding('manifest-broken', path, problem));
  });
}

/** Vite's, and not a web app's, which has the same name. */
function isBuildManifest(value: unknown): boolean {
  const chunks = Object.values(objectOf(value));
  return chunks.length > 0 && chunks.every((chunk) => isText(objectOf(chunk)['file']));
}

const parsed = (site: Site, file: string): unknown =>
  parseJson(decoded(file, readFileSync(join(site.directory, file))));
