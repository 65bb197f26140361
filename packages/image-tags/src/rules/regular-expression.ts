/** `pattern` or `/pattern/flags`; undefined where it does not compile. */
export function regularExpression(text: string): RegExp | undefined {
  const [, source = text, flags = ''] = /^\/(.+)\/([a-z]*)$/.exec(text) ?? [];
  try {
    return new RegExp(source, flags.replace('g', ''));
  } catch {
    return undefined;
  }
}
