import { posix } from 'node:path';

/** Whether a file's name holds a hash: Rollup's eight base64url characters, or others' hexadecimal ones, after a `-`, `.` or `_`, or alone. */
export function isHashed(file: string): boolean {
  const name = posix.basename(file).replace(/(\.min)?\.\w+$/, '');
  return (
    /[-._][\w-]{8}$/.test(name) ||
    /[-._](?=[^-._]*\d)\w{5,64}$/.test(name) ||
    /^(?=.*\d)[\da-f]{8,64}$|^(?=.*\d)(?=.*[A-Z])[\w-]{8,}$/.test(name)
  );
}

/** `assets/index-B1xVn_3a.js` is `assets/index.js` in every build. */
export function stableName(file: string): string {
  const [, stem = file, ending = ''] = /^(.*?)((?:\.min)?\.\w+)$/.exec(file) ?? [];
  const cut = isHashed(file) ? stem.replace(/[-._]([\w-]{8}|\w{5,64})$/, '') : stem;
  return cut + ending;
}
