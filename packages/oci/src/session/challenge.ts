/** How a registry wants to be authenticated to (RFC 9110 section 11.6.1; the Docker token specification for Bearer). */
export interface Challenge {
  readonly scheme: 'bearer' | 'basic';
  readonly parameters: Readonly<Record<string, string>>;
}

/** The first Bearer or Basic challenge of a WWW-Authenticate header. */
export function parseChallenge(header: string): Challenge | undefined {
  const match = /(?:^|,\s*)(bearer|basic)(?:\s+(.*))?$/i.exec(header);
  if (!match) return undefined;
  const pairs = [...(match[2] ?? '').matchAll(/([\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g)];
  const parameters = Object.fromEntries(pairs.map((pair) => [(pair[1] ?? '').toLowerCase(), pair[2] ?? pair[3] ?? '']));
  return { scheme: (match[1] ?? '').toLowerCase() === 'bearer' ? 'bearer' : 'basic', parameters };
}

/** The address that hands out a token for scopes, which blanks separate. */
export function tokenUrl({ parameters }: Challenge, scope: string): string {
  const url = new URL(parameters['realm'] ?? '');
  if (parameters['service'] !== undefined) url.searchParams.set('service', parameters['service']);
  for (const one of scope.split(' ')) url.searchParams.append('scope', one);
  return url.href;
}
