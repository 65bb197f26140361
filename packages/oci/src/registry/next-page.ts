/** The address of the next page (RFC 8288), relative ones resolved. */
export function nextPage(link: string | undefined, base: string): string | undefined {
  const target = /<([^>]+)>\s*;[^,]*\brel="?next"?/.exec(link ?? '')?.[1];
  return target === undefined ? undefined : new URL(target, base).href;
}
