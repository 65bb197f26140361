import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { plantedKey } from './vulnerable-project.ts';

/** Put together here so that no scanner of this repository takes them for leaks. */
const gitHubToken = ['ghp', '_', 'q7Xw2Lr9Vt4Nb6Kc8Jd1Fs3Gh5Za0Yp2Qe4R'].join('');
const password = 'hunter2-in-the-code';

export const secrets = [plantedKey, gitHubToken, password] as const;

/** Each file's text; what follows ` <<` on a line is planted there: the rules that must be told of it, and nothing else. */
const files: Readonly<Record<string, string>> = {
  'api/app.py': `
import hashlib
import pickle <<B403
import subprocess <<B404
import tempfile

import requests
import yaml

PASSWORD = "${password}" <<B105


def run(command):
    return subprocess.call(
        command,
        shell=True, <<B602
    )


def compute(text):
    """Übersetzt ‘1 + 1’ 🙂."""
    label = "🙂"; return label, eval(text) <<B307 no-eval


def load(data):
    if data is None:
        data = pickle.loads(b"") <<B301
    return yaml.load(data, Loader=yaml.Loader) <<B506


def digest(data):
    return hashlib.md5(data).hexdigest() <<B324


def fetch(address):
    return requests.get(address, verify=False, timeout=5) <<B501 tls-not-checked


def scratch():
    return tempfile.mktemp() <<B306


def quiet(work):
    try:
        work()
    except Exception: <<B110
        pass


def reviewed(text):
    return eval(text)  # nosec B307  # nosemgrep: no-eval
`,
  'web/src/page.js': `
export function show(target, text) {
  target.innerHTML = text; <<no-inner-html
}
`,
  '.semgrep/rules.yml': `
rules:
  - id: no-eval
    languages: [python]
    severity: ERROR
    message: eval runs what it is given
    pattern: eval(...)
  - id: tls-not-checked
    languages: [python]
    severity: WARNING
    message: The certificate is not checked
    pattern: requests.get(..., verify=False, ...)
  - id: no-inner-html
    languages: [javascript]
    severity: ERROR
    message: Text becomes markup
    pattern: $X.innerHTML = $Y
`,
  'api/requirements.txt': `
# what the API needs
requests==2.31.0 <<CVE-2024-35195
-r more/base.txt
idna==3.20
`,
  'api/more/base.txt': `
Jinja2==3.1.2 ; python_version >= "3.8" <<CVE-2024-22195
`,
  'jobs/requirements/base.txt': `
PyYAML==5.3.1 <<CVE-2020-14343
`,
  'batch/requirements.txt': `
-c ../pins/batch.txt
jinja2>=3
`,
  'pins/batch.txt': `
idna==3.20
jinja2==3.1.2 <<CVE-2024-22195
urllib3<3
`,
  'jobs/Pipfile.lock': `
{
    "_meta": { "pipfile-spec": 6, "sources": [] },
    "default": {
        "requests": {
            "index": "pypi",
            "version": "==2.31.0" <<CVE-2024-35195
        }
    },
    "develop": {}
}
`,
  'shop/pnpm-lock.yaml': `
lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      lodash:
        specifier: 4.17.20
        version: 4.17.20

packages:

  lodash@4.17.20: <<CVE-2021-23337
    resolution: {integrity: sha512-PlhdFcillOINfeV7Ni6oF1TAEayyZBoZ8bcshTHqOYJYlrqzRK5hagpagky5o4HfCzzd1TRkXPMFq6cKk9rGmA==}

snapshots:

  lodash@4.17.20: {}
`,
  'worker/uv.lock': `
version = 1
requires-python = ">=3.10"

[[package]]
name = "pyyaml"
version = "5.3.1" <<CVE-2020-14343
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "worker"
version = "1.0.0"
source = { virtual = "." }

[package.dev-dependencies]
dev = [{ name = "pyyaml" }]
`,
  'web/package-lock.json': `
{
  "name": "web",
  "version": "1.0.0",
  "lockfileVersion": 3,
  "packages": {
    "": { "name": "web", "version": "1.0.0", "dependencies": { "lodash": "4.17.20" } },
    "node_modules/lodash": {
      "version": "4.17.20" <<CVE-2021-23337
    }
  }
}
`,
  'deploy/settings.ini': `
[aws]
region = eu-central-1
key = ${plantedKey} <<aws-access-key-id
`,
  'deploy/ci.env': `
CI=true
PUSH_TOKEN=${gitHubToken} <<github-pat
`,
  Dockerfile: `
FROM debian:latest <<DS-0001
ADD api /srv/api <<DS-0005
WORKDIR /srv/api
USER root <<DS-0002
HEALTHCHECK CMD true
`,
};

/** `planted` holds `RULE file:line`, sorted. */
export interface PlantedProject {
  readonly folder: string;
  readonly planted: readonly string[];
}

export function plantedProject(): PlantedProject {
  const folder = mkdtempSync(join(tmpdir(), 'planted-'));
  const planted: string[] = [];
  for (const [file, marked] of Object.entries(files)) {
    const lines = marked.slice(1).split('\n');
    const text = lines.map((line, index) => {
      const [, plain = line, rules = ''] = /^(.*?) <<(.+)$/.exec(line) ?? [];
      planted.push(...rules.split(' ').flatMap((rule) => (rule === '' ? [] : [`${rule} ${file}:${index + 1}`])));
      return plain;
    });
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text.join('\n'));
  }
  return { folder, planted: planted.sort() };
}
