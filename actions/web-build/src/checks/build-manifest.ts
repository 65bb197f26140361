import { finding, type Finding } from './finding.ts';
import { items, object, parseJson } from '../json.ts';
import type { Site } from '../site/site.ts';

/**
 * Files and chunks that Vite's manifest (`build.manifest`) names and that are not there. `file`, `css` and `assets` are paths in the
 * output directory, `imports` and `dynamicImports` are keys of the manifest; `css` was a string in old versions.
 */
export function brokenManifest(site: Site): Finding[] {
  const path = '.vite/manifest.json';
  if (!site.has(path)) return [];
  const parsed = parseJson(site.text(path));
  if (parsed === undefined) return [finding('manifest-broken', path, 'the manifest is no valid JSON')];
  const manifest = object(parsed);
  return Object.entries(manifest).flatMap(([key, value]) => {
    const chunk = object(value);
    const files = [chunk['file'], ...[chunk['css']].flat(), ...items(chunk['assets'])].filter(isText);
    const keys = [...items(chunk['imports']), ...items(chunk['dynamicImports'])].filter(isText);
    return [
      ...files.filter((file) => !site.has(file)).map((file) => `"${key}" names ${file}, which is not in the site`),
      ...keys
        .filter((other) => !(other in manifest))
        .map((other) => `"${key}" imports "${other}", which it does not list`),
    ].map((problem) => finding('manifest-broken', path, problem));
  });
}

const isText = (value: unknown): value is string => typeof value === 'string';
