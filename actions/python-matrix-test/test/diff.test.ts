import { describe, expect, it } from '@jest/globals';
import { judgeDiff } from '../src/coverage/diff-coverage.ts';
import { baseOf } from '../src/coverage/base-commit.ts';
import { parseDiff } from '../src/coverage/parse-diff.ts';

const diff = `diff --git a/api/shop.py b/api/shop.py
--- a/api/shop.py
+++ b/api/shop.py
@@ -3,0 +4,2 @@ def x():
+    a = 1
+++ b/not-a-header.py
@@ -9 +11 @@
-old
+new
diff --git a/api/gone.py b/api/gone.py
--- a/api/gone.py
+++ /dev/null
@@ -1,2 +0,0 @@
-a
-b
`;

describe('a diff', () => {
  it('gives the added and changed lines of every file', () => {
    expect([...parseDiff(diff)].map(([file, lines]) => [file, [...lines]])).toEqual([['api/shop.py', [4, 5, 11]]]);
  });
});

describe('a file of a diff', () => {
  it('may have a name that git puts in quotes', () => {
    const odd =
      'diff --git "a/x\\"y.py" "b/x\\"y.py"\n--- /dev/null\n+++ "b/a\\\\b\\tx\\"y\\001.py"\n@@ -0,0 +1 @@\n+x\n';
    expect([...parseDiff(odd).keys()]).toEqual(['a\\b\tx"y\x01.py']);
  });
});

describe('coverage of the changed lines', () => {
  const files = [{ file: 'shop.py', percent: 50, executedLines: [1, 4], missingLines: [5, 6] }];
  const place = (file: string): string => `api/${file}`;

  it('counts measured statements only', () => {
    const judged = judgeDiff(files, parseDiff(diff), place, 60);
    expect(judged).toMatchObject({ percent: 50, covered: 1, missed: [{ file: 'api/shop.py', line: 5 }] });
    expect(judged.failure).toContain('50.00 %, fail-under-diff asks for 60 %');
  });

  it('decides nothing where no changed line is measured', () => {
    expect(judgeDiff([], parseDiff(diff), place, 100)).toMatchObject({ percent: undefined, failure: '' });
  });
});

describe('the base of a change', () => {
  it('is the commit a push moved away from, and none for a new branch', () => {
    expect(baseOf({ payload: { before: 'abc' } })).toBe('abc');
    expect(baseOf({ payload: { before: '0'.repeat(40) } })).toBe('');
    expect(baseOf({ payload: {} })).toBe('');
  });
});
