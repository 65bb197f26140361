import { list, type InputKind } from '@data-profiler-actions/action-kit';
import { isPlatform } from './runners/runner-lines.ts';

/** Platforms `os/architecture[/variant]`, each once, at least one. */
export const platformList = (): InputKind<string[]> =>
  checkedList(isPlatform, 'is no platform like linux/amd64', 'must name at least one platform');

/** Python versions `3.N`, each once. YAML reads an unquoted 3.10 as the number 3.1, which never was a Python of today. */
export const pythonList = (): InputKind<string[]> =>
  checkedList(
    (version) => /^3\.(?:[6-9]|[1-9]\d)$/.test(version),
    'is no Python version like 3.12 (in YAML, quote it: "3.10")',
    '',
  );

/** Branch names; a pattern would look like one that matches nothing. */
export const branchList = (): InputKind<string[]> =>
  checkedList((branch) => !/[*?[\s]/.test(branch), 'is a pattern, and branches are named in full here', '');

function checkedList(legal: (item: string) => boolean, rule: string, whenEmpty: string): InputKind<string[]> {
  return {
    parse: (raw) => {
      const parsed = list().parse(raw);
      if (!parsed.ok) return parsed;
      const wrong = parsed.value.filter((item) => !legal(item)).map((item) => `holds "${item}", which ${rule}`);
      if (parsed.value.length === 0 && whenEmpty) wrong.push(whenEmpty);
      return wrong.length > 0
        ? { ok: false, problem: wrong.join('; it ') }
        : { ok: true, value: [...new Set(parsed.value)] };
    },
  };
}
