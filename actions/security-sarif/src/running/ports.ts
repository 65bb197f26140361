const usual: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** The TCP ports that are needed to reach these addresses, by way of the job's proxies too; none for no address. */
export function portsOf(
  addresses: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
): number[] {
  if (addresses.length === 0) return [];
  const proxies = Object.entries(env).flatMap(([name, value]) =>
    /^(https?|all)_proxy$/i.test(name) && value !== undefined && value !== '' ? [value] : [],
  );
  const ports = [...addresses, ...proxies].flatMap((address) => {
    const url = URL.parse(address.includes('://') ? address : `http://${address}`);
    return url === null ? [] : [Number(url.port) || (usual[url.protocol] ?? 443)];
  });
  // Long answers of name servers come over TCP.
  return [...new Set([...ports, 53])];
}
