import { canonicalName, type Manifest, type Requirement } from './manifest.ts';

interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** Of the version, 1-based. */
  readonly line: number;
  /** The project itself or a part of it, which no advisory speaks of. */
  readonly own: boolean;
}

const strings = /^\s*(name|version)\s*=\s*["']([^"']*)["']/;
const ownSource = /^\s*source\s*=\s*\{[^}]*\b(editable|virtual|directory)\s*=|^\s*directory\s*=/;
const sourceTable = /^\[packages?\.(source|directory)\]/;

/**
 * Reads the tables `[[package]]` of uv.lock and poetry.lock, or `[[packages]]` of pylock.toml (PEP 751), line by line: the three are written by programs in one
 * regular form, and only lines tell where a version stands. Packages without a version, and the project itself, are left out.
 */
export function parseLockTables(text: string): Manifest {
  const packages: LockedPackage[] = [];
  let table: 'package' | 'source' | 'other' = 'other';
  text.split(/\r\n|\r|\n/).forEach((raw, index) => {
    if (/^\[\[packages?\]\]\s*$/.test(raw)) {
      table = 'package';
      packages.push({ name: '', version: '', line: index + 1, own: false });
    } else if (raw.startsWith('[')) table = sourceTable.test(raw) ? 'source' : 'other';
    const last = packages.at(-1);
    if (last && table !== 'other') packages[packages.length - 1] = withLine(last, raw, index + 1, table);
  });
  return { requirements: packages.filter(isAudited).map(asRequirement), includes: [] };
}

function withLine(known: LockedPackage, raw: string, line: number, table: 'package' | 'source'): LockedPackage {
  if (table === 'source') {
    const own = /^\s*type\s*=\s*"directory"|^\[packages\.directory\]/.test(raw);
    return own ? { ...known, own } : known;
  }
  const [, key, value = ''] = strings.exec(raw) ?? [];
  if (key === 'name' && known.name === '') return { ...known, name: value };
  if (key === 'version' && known.version === '') return { ...known, version: value, line };
  return ownSource.test(raw) ? { ...known, own: true } : known;
}

const isAudited = ({ name, version, own }: LockedPackage): boolean => !own && name !== '' && version !== '';

const asRequirement = ({ name, version, line }: LockedPackage): Requirement => ({
  name: canonicalName(name),
  version,
  line,
  text: `${name}==${version}`,
});
