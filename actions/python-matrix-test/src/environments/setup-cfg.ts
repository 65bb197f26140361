import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { normalName } from './normal-name.ts';

/** The extras of a setup.cfg with their requirements (setuptools, "Configuring setuptools using setup.cfg files"). */
export function setupCfgExtras(directory: string): ReadonlyMap<string, readonly string[]> {
  const file = join(directory, 'setup.cfg');
  const extras = new Map<string, string[]>();
  let inside = false;
  let open: string[] = [];
  for (const line of existsSync(file) ? readFileSync(file, 'utf8').split(/\r?\n/) : []) {
    if (/^\s*([#;].*)?$/.test(line)) continue;
    const [, section] = /^\[(.*)\]/.exec(line) ?? [];
    if (section !== undefined) inside = section === 'options.extras_require';
    const [, name, first = ''] = /^([\w.-]+)\s*[=:](.*)$/.exec(line) ?? [];
    if (inside && name !== undefined) extras.set(normalName(name), (open = first.trim() ? [first.trim()] : []));
    else if (inside && /^\s/.test(line)) open.push(line.trim());
  }
  return extras;
}
