import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import { cssReferences } from './css-references.ts';
import type { Reference } from './reference.ts';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

export interface InlineScript {
  readonly code: string;
  /** 1-based. */
  readonly line: number;
}

export interface Page {
  readonly references: readonly Reference[];
  readonly scripts: readonly InlineScript[];
  /** The web app manifests it links to, as written. */
  readonly manifests: readonly string[];
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
  const elements = descendants(parse(html, { sourceCodeLocationInfo: true, scriptingEnabled: false }));
  const base = elements.find(({ tagName }) => tagName === 'base');
  const relativeTo = base && attribute(base, 'href');
  const references = elements
    .flatMap((element) => [...elementReferences(from, element), ...styles(from, element)])
    .map((reference): Reference => (relativeTo === undefined ? reference : { ...reference, relativeTo }));
  const links = elements.filter((element) => rels(element).includes('manifest'));
  return {
    references,
    scripts: elements.filter(isInlineModule).map((element) => ({ code: textOf(element), line: lineOf(element) })),
    manifests: links.map((element) => attribute(element, 'href') ?? ''),
  };
}

function elementReferences(from: string, element: Element): Reference[] {
  return loadingAttributes(element).flatMap((name) => {
    const value = attribute(element, name)?.trim() ?? '';
    const urls = name.endsWith('srcset') ? srcset(value) : [value];
    const line = element.sourceCodeLocation?.attrs?.[name]?.startLine ?? lineOf(element);
    return urls.map((url) => ({ from, url, line, how: `<${element.tagName} ${name}>` }));
  });
}

function loadingAttributes(element: Element): readonly string[] {
  if (element.tagName === 'link')
    return rels(element).some((rel) => loadingRels.test(rel)) ? ['href', 'imagesrcset'] : [];
  return loads[element.tagName] ?? [];
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

function isInlineModule(element: Element): boolean {
  return (
    element.tagName === 'script' && attribute(element, 'type') === 'module' && attribute(element, 'src') === undefined
  );
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((item) => (item.prefix ? `${item.prefix}:${item.name}` : item.name) === name)?.value;
}

const lineOf = (element: Element): number => element.sourceCodeLocation?.startLine ?? 1;

function textOf(element: Element): string {
  return element.childNodes.map((node) => ('value' in node ? node.value : '')).join('');
}

function descendants(node: Node): Element[] {
  const children = 'childNodes' in node ? node.childNodes : [];
  const content = 'content' in node ? [node.content] : [];
  return [...children, ...content].flatMap((child) => ('tagName' in child ? [child] : []).concat(descendants(child)));
}
