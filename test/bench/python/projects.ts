import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

type Files = Readonly<Record<string, string>>;

const versions = ['3.10', '3.11', '3.12'];

/** Tests that spend their time asleep, as those that talk to services do. */
const waiting = `
import time, pytest
from shop import work
@pytest.mark.parametrize("number", range(60))
def test_wait(number):
    time.sleep(0.1)
    assert work(number) >= 0
`;

/** Tests that spend their time computing. */
const computing = `
import pytest
from shop import work
@pytest.mark.parametrize("number", range(40))
def test_compute(number):
    assert work(60_000 + number) >= 0
`;

/** 10,000 tests, of which 50 fail with long differences; 20 MB of output. */
const large = `
import pytest, sys
@pytest.mark.parametrize("number", range(10000))
def test_number(number):
    if number % 100 == 0:
        sys.__stdout__.write(("x" * 99 + "\\n") * 2000)
    if number % 200 == 0:
        assert ["a" * 500] * 40 + [number] == ["a" * 500] * 40 + ["b" * 500]
`;

const shop = `
def work(count):
    total = 0
    for number in range(count):
        total += number % 7
    return total
`;

const common: Files = {
  'shop/__init__.py': shop,
  'pytest.ini': '[pytest]\npythonpath = .\naddopts = -p no:cacheprovider\n',
  'requirements.txt': 'pytest\ncoverage\n',
  'tox.ini': `[tox]\nenv_list = ${versions.map((version) => `py${version.replace('.', '')}`).join(', ')}\nskipsdist = true\n[testenv]\ndeps = -r requirements.txt\ncommands = coverage run --data-file={env_tmp_dir}/data --source=shop -m pytest tests\n`,
  'noxfile.py': `import nox\n@nox.session(python=${JSON.stringify(versions)})\ndef tests(session):\n    session.install("-r", "requirements.txt")\n    session.run("coverage", "run", f"--data-file={session.create_tmp()}/data", "--source=shop", "-m", "pytest", "tests")\n`,
};

const suites = { waiting, computing, large };

/** A project whose tests are of one kind, in a folder of its own; returns the folder. */
export function makeProject(kind: keyof typeof suites): string {
  const folder = mkdtempSync(join(tmpdir(), `bench-${kind}-`));
  for (const [name, text] of Object.entries({ ...common, [`tests/test_${kind}.py`]: suites[kind] })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}
