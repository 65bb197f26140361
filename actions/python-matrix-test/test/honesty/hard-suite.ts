/** A suite that lies or breaks, what this action must say of it, and what plain pytest leaves for others to read. */
export interface HardSuite {
  /** Completes "a suite …"; the row's name in the README. */
  readonly what: string;
  readonly files: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly policy?: { readonly minTests?: number; readonly timeoutMinutes?: number };
  /** What pytest 7.0 makes of it, where that differs; `unknown`: it needs a newer one. */
  readonly inPytest7?: string;
  readonly outcome: 'failed' | 'passed';
  /** Part of the reason; of a passed suite, of its warning. */
  readonly says: string;
  /** Exit code of `python -m pytest --junitxml=report.xml`, or the signal that ended it. */
  readonly plain: number | NodeJS.Signals | 'hangs';
  /** What report.xml says: tests that failed or broke and tests at all; `none` was written. */
  readonly junit: { readonly tests: number; readonly red: number } | 'none';
}

export const good = 'def test_a():\n    assert 1 + 1 == 2\n';
export const bad = 'def test_a():\n    assert 1 + 1 == 3\n';
export const two = `${good}def test_b():\n    assert 1 + 1 == 3\n`;
export const one = (source: string): Readonly<Record<string, string>> => ({ 'test_it.py': source });
