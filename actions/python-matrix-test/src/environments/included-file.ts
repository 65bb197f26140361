/** A file that another requirements file includes, relative to that one. */
export interface Included {
  readonly kind: 'requirements' | 'constraints';
  readonly path: string;
}

/** What a line includes (pip, "Requirements File Format"): `-r file`, `-rfile`, `--requirement=file`, in quotes where the name holds blanks. */
export function includedFile(line: string): Included | undefined {
  const [, short, long, double, single, plain] =
    /^\s*(?:-([rc])\s*|--(requirement|constraint)(?:\s*=\s*|\s+))(?:"([^"]+)"|'([^']+)'|([^\s"'#]\S*))/.exec(line) ??
    [];
  const path = double ?? single ?? plain;
  if (path === undefined) return undefined;
  return { kind: (short ?? long)?.startsWith('c') ? 'constraints' : 'requirements', path };
}
