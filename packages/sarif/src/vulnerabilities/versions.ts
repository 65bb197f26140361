const shape =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|beta|preview|pre|rc|a|b|c)[-_.]?(\d*))?(?:[-_.]?(post|rev|r)[-_.]?(\d*)|-(\d+))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/;
const preNames: Readonly<Record<string, string>> = { alpha: 'a', beta: 'b', c: 'rc', pre: 'rc', preview: 'rc' };

/** A version in the normal form of PEP 440, without trailing zeros, so that equal versions are equal texts; as it is where it is no Python version. */
export function normalVersion(version: string): string {
  const match = shape.exec(version.trim().toLowerCase());
  if (!match) return version.trim();
  const [, epoch = '0', release = '', pre, preNumber, post, postNumber, bareNumber, dev, devNumber, local] = match;
  const numbers = release.split('.').map(Number);
  while (numbers.length > 1 && numbers.at(-1) === 0) numbers.pop();
  const count = (digits: string | undefined): string =>
    String(Number(digits === undefined || digits === '' ? 0 : digits));
  return [
    Number(epoch) > 0 ? `${Number(epoch)}!` : '',
    numbers.join('.'),
    pre === undefined ? '' : (preNames[pre] ?? pre) + count(preNumber),
    post === undefined && bareNumber === undefined ? '' : `.post${count(postNumber ?? bareNumber)}`,
    dev === undefined ? '' : `.dev${count(devNumber)}`,
    local === undefined ? '' : `+${local.replaceAll(/[-_]/g, '.')}`,
  ].join('');
}
