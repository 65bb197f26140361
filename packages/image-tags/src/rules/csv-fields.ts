/**
 * The fields of one CSV record (RFC 4180): commas separate, a field that begins with a double quote may hold commas, a doubled quote in it is one. Quotes
 * elsewhere are text. Undefined where a quote is not closed. Empty fields are left out.
 */
export function csvFields(line: string): string[] | undefined {
  const fields: string[] = [];
  for (let rest = line.trim(); rest !== '';) {
    const match =
      /^"((?:[^"]|"")*)"\s*(?:,|$)\s*/.exec(rest) ?? (rest.startsWith('"') ? null : /^([^,]*)(?:,\s*|$)/.exec(rest));
    if (!match) return undefined;
    const field = match[1] ?? '';
    fields.push((rest.startsWith('"') ? field.replaceAll('""', '"') : field).trim());
    rest = rest.slice(match[0].length);
  }
  return fields.filter((field) => field !== '');
}
