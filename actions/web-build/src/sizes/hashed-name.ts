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
