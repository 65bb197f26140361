import { parse } from 'parse5';
import { cssReferences } from './css-references.ts';
import { attribute, blanked, descendants, lineOf, textOf, type Element } from './html-tree.ts';
import { importMapOf, importMapReferences } from './import-map.ts';
import type { PageFacts, Reference } from './reference.ts';

export interface InlineScript {
  readonly code: string;
  /** 1-based. */
  readonly line: number;
  /** The `<base href>` of its document. */
  readonly relativeTo?: string;
  /** In a document inside a frame, whose import maps are not the page's. */
  readonly isFramed?: true;
}

export interface Page extends PageFacts {
  readonly references: readonly Reference[];
  readonly scripts: readonly InlineScript[];
}

/** Attributes that load something, by element. `href` of `a` and addresses of forms are routes and prove nothing. */
const loads: Readonly<Record<string, readonly string[]>> = {
  img: ['src', 'srcset'],
  script: ['src'],
  source: ['src', 'srcset'],
  video: ['src', 'poster'],
  audio: ['src'],
  track: ['src'],
  embed: ['src'],
  object: ['data'],
  input: ['src'],
  use: ['href', 'xlink:href'],
  image: ['href', 'xlink:href'],
  feImage: ['href', 'xlink:href'],
};

const loadingRels =
  /^(stylesheet|icon|apple-touch-icon|apple-touch-icon-precomposed|apple-touch-startup-image|mask-icon|manifest|preload|modulepreload)$/;

/** Everything a page makes a browser load, by HTML's own parsing rules. */
export function htmlReferences(from: string, html: string): Page {
  const document = parse(html, { sourceCodeLocationInfo: true, scriptingEnabled: false });
  const elements = descendants(document);
  const frames = elements.flatMap((element) => framedPage(from, element) ?? []);
  const base = elements.find(({ tagName }) => tagName === 'base');
  const href = base && attribute(base, 'href');
  const relative = href === undefined ? {} : { relativeTo: href };
  const links = elements.filter((element) => rels(element).includes('manifest'));
  const inline = elements.filter(isInlineScript);
  return {
    references: [
      ...elements.flatMap((element) => [
        ...elementReferences(from, element),
        ...styles(from, element),
        ...importMapReferences(from, element),
      ]),
      ...frames.flatMap(({ references }) => references),
    ].map((reference) => ({ ...relative, ...reference })),
    scripts: [
      ...inline.map((element) => ({ code: textOf(element), line: lineOf(element) })),
      ...frames.flatMap(({ scripts }) => scripts),
    ].map((script) => ({ ...relative, ...script })),
    manifests: links.map((element) => attribute(element, 'href') ?? ''),
    importMap: importMapOf(elements),
    markup: () => blanked(html, document),
  };
}

/** The document inside a frame (`srcdoc`), at its lines of the page that holds it: addresses are relative to that page, which does not wait for it. */
function framedPage(from: string, element: Element): Pick<Page, 'references' | 'scripts'> | undefined {
  const source = element.tagName === 'iframe' ? attribute(element, 'srcdoc') : undefined;
  if (source === undefined) return undefined;
  const before = (element.sourceCodeLocation?.attrs?.['srcdoc']?.startLine ?? lineOf(element)) - 1;
  const { references, scripts } = htmlReferences(from, source);
  return {
    references: references.map((reference) => ({ ...reference, line: before + reference.line, eager: false })),
    scripts: scripts.map((script) => ({ ...script, line: before + script.line, isFramed: true })),
  };
}

function elementReferences(from: string, element: Element): Reference[] {
  const eager = isEager(element);
  return loadingAttributes(element).flatMap((name) => {
    const value = attribute(element, name)?.trim() ?? '';
    const urls = name.endsWith('srcset') ? srcset(value) : [value];
    const line = element.sourceCodeLocation?.attrs?.[name]?.startLine ?? lineOf(element);
    return urls.map((url) => ({ from, url, line, how: `<${element.tagName} ${name}>`, ...(eager && { eager }) }));
  });
}

function loadingAttributes(element: Element): readonly string[] {
  const { tagName } = element;
  if (tagName === 'link') return rels(element).some((rel) => loadingRels.test(rel)) ? ['href', 'imagesrcset'] : [];
  if (tagName === 'meta') return isPreview(element) ? ['content'] : [];
  if (tagName === 'iframe' || tagName === 'frame') return isDocument(attribute(element, 'src')) ? ['src'] : [];
  // plugin-legacy keeps the entry for old browsers in an attribute that its own script reads.
  if (tagName === 'script' && attribute(element, 'id') === 'vite-legacy-entry') return ['data-src'];
  if (tagName === 'script' && !isScript(attribute(element, 'type'))) return [];
  return loads[tagName] ?? [];
}

/** The picture that other sites show of a page (ogp.me). */
const isPreview = (element: Element): boolean =>
  /^(og:image(:url|:secure_url)?|twitter:image(:src)?)$/i.test(
    attribute(element, 'property') ?? attribute(element, 'name') ?? '',
  );

/** A frame's address can be a route, unless it ends as a file does. */
const isDocument = (src: string | undefined): boolean => /\.(html?|pdf|svg)([?#]|$)/i.test(src ?? '');

/** Scripts of other types (templates, data) are not loaded (HTML section 4.12.1). */
const isScript = (type = ''): boolean => /^(|module|(text|application)\/(javascript|ecmascript))$/i.test(type.trim());

function isEager(element: Element): boolean {
  if (element.tagName === 'script') return attribute(element, 'nomodule') === undefined;
  const named = rels(element);
  if (named.includes('modulepreload')) return true;
  return named.includes('stylesheet') && !named.includes('alternate') && attribute(element, 'media') !== 'print';
}

function rels(element: Element): string[] {
  return element.tagName === 'link' ? (attribute(element, 'rel') ?? '').toLowerCase().trim().split(/\s+/) : [];
}

function styles(from: string, element: Element): Reference[] {
  const inline = attribute(element, 'style');
  const fromAttribute = inline === undefined ? [] : cssReferences(from, inline, lineOf(element));
  if (element.tagName !== 'style') return fromAttribute;
  return [...fromAttribute, ...cssReferences(from, textOf(element), lineOf(element))];
}

/** The addresses of a srcset (HTML section 4.8.4.2.1): candidates are parted by a comma that ends an address or follows a descriptor. */
export function srcset(value: string): string[] {
  const urls: string[] = [];
  let rest = value;
  for (;;) {
    rest = rest.replace(/^[\s,]+/, '');
    const url = /^\S+/.exec(rest)?.[0];
    if (url === undefined) return urls;
    urls.push(url.replace(/,+$/, ''));
    rest = url.endsWith(',') ? rest.slice(url.length) : rest.slice(url.length).replace(/^(?:\([^)]*\)|[^,(])*,?/, '');
  }
}

function isInlineScript(element: Element): boolean {
  return (
    element.tagName === 'script' && isScript(attribute(element, 'type')) && attribute(element, 'src') === undefined
  );
}
