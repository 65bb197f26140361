import { describe, expect, it } from '@jest/globals';
import { readComplaint } from '../src/environments/complaint.ts';

describe('what an installer complained of', () => {
  it.each([
    [
      'uv: no such package',
      'Using Python 3.12.1 environment at: ve\nerror: No solution found when resolving dependencies\n  cause: Because nope-x was not found in the package registry and you require nope-x>=1, we can conclude that your requirements are unsatisfiable.\n',
      'nope-x',
      'Because nope-x was not found in the package registry and you require nope-x>=1',
    ],
    [
      'uv: no such version',
      'error: No solution found when resolving dependencies\n  cause: Because there is no version of pytest==999.1 and you require pytest==999.1, we can conclude that your requirements are unsatisfiable.\n',
      'pytest',
      'Because there is no version of pytest==999.1',
    ],
    [
      'uv, older: no such version',
      '  × No solution found when resolving dependencies:\n  ╰─▶ Because there is no version of pytest==999.1 and you require\n      pytest==999.1, we can conclude that your requirements are unsatisfiable.\n',
      'pytest',
      'Because there is no version of pytest==999.1 and you require pytest==999.1',
    ],
    [
      'uv: a build that fails',
      'Resolved 1 package in 412ms\n   Building numpy==1.21.0\nerror: Failed to build `numpy==1.21.0`\n  cause: The build backend returned an error\n  cause: Call to `setuptools.build_meta:__legacy__.get_requires_for_build_wheel` failed (exit status: 1)\n\n         [stderr]\n         Traceback (most recent call last):\n           File "<string>", line 8, in <module>\n         ModuleNotFoundError: No module named \'distutils\'\n',
      'numpy',
      "Failed to build `numpy==1.21.0`: ModuleNotFoundError: No module named 'distutils'",
    ],
    [
      'uv: a hash that differs',
      'error: Failed to download `iniconfig==2.0.0`\n  cause: Hash mismatch for `iniconfig==2.0.0`\n\n         Expected:\n',
      'iniconfig',
      'Hash mismatch for `iniconfig==2.0.0`',
    ],
    [
      'uv: a project that wants a newer Python',
      'error: No solution found when resolving dependencies\n  cause: Because the current Python version (3.10.13) does not satisfy Python>=3.11 and pyflakes==4.1.0 depends on Python>=3.11, we can conclude that pyflakes==4.1.0 cannot be used.\n         And because only pyflakes==4.1.0 is available and you require pyflakes, we can conclude that your requirements are unsatisfiable.\n',
      'pyflakes',
      'it needs Python >=3.11, and this is 3.10.13: leave that out of python-versions',
    ],
    [
      'uv: a Python that does not fit among other reasons',
      'error: No solution found when resolving dependencies\n  cause: Because the current Python version (3.10.13) does not satisfy Python>=3.11 and a==2 depends on Python>=3.11, we can conclude that a==2 cannot be used.\n         And because b==1 depends on a==2 and you require b, we can conclude that your requirements are unsatisfiable.\n',
      'a',
      'Because the current Python version (3.10.13) does not satisfy Python>=3.11',
    ],
    [
      'pip: a project that wants a newer Python',
      "Processing ./x.whl\nERROR: Package 'pyflakes' requires a different Python: 3.10.13 not in '>=3.11'\n",
      'pyflakes',
      'it needs Python >=3.11, and this is 3.10.13: leave that out of python-versions',
    ],
    [
      'pip: no such version',
      'Looking in links: /x\nERROR: Ignored the following yanked versions: 8.1.0\nERROR: Could not find a version that satisfies the requirement pytest==999.1 (from versions: 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0)\nERROR: No matching distribution found for pytest==999.1\n',
      'pytest',
      'Could not find a version that satisfies the requirement pytest==999.1 (from versions: …, 3.0, 4.0, 5.0, 6.0, 7.0)',
    ],
    [
      'pip: a build that fails',
      "Collecting numpy==1.21.0\n  error: subprocess-exited-with-error\n      ModuleNotFoundError: No module named 'distutils'\nERROR: Failed to build 'numpy' when calling build backend hook get_requires_for_build_wheel\n",
      'numpy',
      "Failed to build 'numpy' when calling build backend hook get_requires_for_build_wheel: ModuleNotFoundError: No module named 'distutils'",
    ],
    [
      'pip: a hash that differs',
      'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.\n    iniconfig==2.0.0 from https://host/i.whl (from -r h.txt (line 1)):\n',
      'iniconfig',
      'DO NOT MATCH THE HASHES',
    ],
  ])('of %s names the package and the reason', (_, output, name, reason) => {
    const complaint = readComplaint(output);
    expect(complaint.package).toBe(name);
    expect(complaint.reason).toContain(reason);
  });

  it('is its last lines where it is of no known form', () => {
    expect(readComplaint('one\ntwo\n')).toEqual({ package: '', reason: 'one two' });
  });
});
