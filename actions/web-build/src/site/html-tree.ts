import type { DefaultTreeAdapterTypes } from 'parse5';

export type Node = DefaultTreeAdapterTypes.Node;
export type Element = DefaultTreeAdapterTypes.Element;

export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((item) => (item.prefix ? `${item.prefix}:${item.name}` : item.name) === name)?.value;
}

/** 1-based. */
export const lineOf = (element: Element): number => element.sourceCodeLocation?.startLine ?? 1;

export function textOf(element: Element): string {
  return element.childNodes.map((node) => ('value' in node ? node.value : '')).join('');
}

/** All elements below a node, those in templates too, in the order of the document. */
export function descendants(node: Node): Element[] {
  const found: Element[] = [];
  walk(node, (child) => {
    if ('tagName' in child) found.push(child);
  });
  return found;
}

/** The source of a document with its text and comments made blank, at the same offsets. */
export function blanked(html: string, document: Node): string {
  const parts: string[] = [];
  let done = 0;
  walk(document, (node) => {
    const place = node.sourceCodeLocation;
    if (!place || !isProse(node) || place.startOffset < done) return;
    const text = html.slice(place.startOffset, place.endOffset);
    parts.push(html.slice(done, place.startOffset), text.replaceAll(/[^\n]/g, ' '));
    done = place.endOffset;
  });
  return [...parts, html.slice(done)].join('');
}

function isProse(node: Node): boolean {
  if (node.nodeName === '#comment') return true;
  const parent = 'parentNode' in node ? node.parentNode : null;
  return node.nodeName === '#text' && parent?.nodeName !== 'script' && parent?.nodeName !== 'style';
}

function walk(node: Node, visit: (node: Node) => void): void {
  const children = [...('childNodes' in node ? node.childNodes : []), ...('content' in node ? [node.content] : [])];
  for (const child of children) {
    visit(child);
    walk(child, visit);
  }
}
