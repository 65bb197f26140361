import { keyValues, type InputKind } from '@data-profiler-actions/action-kit';

/** What a job is about: the job's name by the globs over its files. */
export type PathRules = Readonly<Record<string, readonly string[]>>;

/** Lines `job=glob` or `job=glob, glob`; a job's lines add up. */
export const pathLines = (): InputKind<PathRules> => ({
  parse: (raw) => {
    const parsed = keyValues().parse(raw);
    if (!parsed.ok) return parsed;
    const rules: Record<string, string[]> = {};
    const problems: string[] = [];
    for (const { key, value } of parsed.value) {
      const globs = value
        .split(',')
        .map((glob) =>
          glob
            .trim()
            .replace(/^\.\//, '')
            .replaceAll(/\/{2,}/g, '/'),
        )
        .filter((glob) => glob !== '');
      if (globs.length === 0) problems.push(`gives ${key} no glob like ${key}=api/**`);
      (rules[key] ??= []).push(...globs);
    }
    return problems.length > 0 ? { ok: false, problem: problems.join('; it ') } : { ok: true, value: rules };
  },
});
