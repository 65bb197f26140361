/** SARIF counts columns in UTF-16 units from 1; `byte` counts UTF-8 from 0. Undefined beyond the line's end. */
export function columnOf(line: string, byte: number): number | undefined {
  if (isAscii(line)) return byte > line.length ? undefined : byte + 1;
  const bytes = Buffer.from(line);
  return byte > bytes.length ? undefined : bytes.subarray(0, byte).toString().length + 1;
}

const isAscii = (text: string): boolean => !/[^\0-\x7F]/.test(text);
