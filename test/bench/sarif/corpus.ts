import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How many alerts come out: of code, and of dependencies that two auditors saw. */
export const sizes = { bandit: 12_000, semgrep: 8_000, dependencies: 5_000 } as const;
const files = 500;
const linesPerFile = 120;

const fileName = (index: number): string => `src/package_${index % 25}/module_${index}.py`;
const ofFile = (index: number): { file: string; line: number } => ({
  file: fileName(index % files),
  line: 1 + ((Math.floor(index / files) * 3 + index) % linesPerFile),
});

/** Writes a repository and what three scanners say about it, in the scanners' own forms. */
export function writeCorpus(folder: string): void {
  for (let index = 0; index < files; index++) {
    const file = join(folder, fileName(index));
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, sourceOf(index));
  }
  const pins = Array.from({ length: sizes.dependencies }, (_, index) => `package-${index}==1.${index}.0\n`);
  writeFileSync(join(folder, 'requirements.txt'), pins.join(''));
  const write = (name: string, report: unknown): void => writeFileSync(join(folder, name), JSON.stringify(report));
  write('bandit.json', banditReport());
  write('semgrep.json', semgrepReport());
  write('trivy.json', trivyReport());
  write('pip-audit.json', pipAuditReport());
}

function sourceOf(seed: number): string {
  return Array.from({ length: linesPerFile }, (_, line) =>
    line % 10 === 0
      ? `def function_${seed}_${line}(value):`
      : `    value = call_${(seed * 7 + line) % 97}(value, "text ${line}")`,
  ).join('\n');
}

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

function banditReport(): unknown {
  const results = many(sizes.bandit, (index) => {
    const { file, line } = ofFile(index);
    return {
      filename: `./${file}`,
      test_id: `B${101 + (index % 60)}`,
      issue_severity: ['LOW', 'MEDIUM', 'HIGH'][index % 3],
      issue_confidence: 'HIGH',
      issue_text: `Something that is not safe is done here, number ${index}.`,
      issue_cwe: { id: 20 + (index % 300) },
      line_number: line,
      line_range: [line],
      col_offset: 4,
      end_col_offset: 20,
      more_info: 'https://bandit.readthedocs.io/en/1.9.4/plugins/b102_exec_used.html',
    };
  });
  return { errors: [], metrics: { _totals: { loc: files * linesPerFile, nosec: 0, skipped_tests: 0 } }, results };
}

function semgrepReport(): unknown {
  const results = many(sizes.semgrep, (index) => {
    const { file, line } = ofFile(index);
    return {
      check_id: `rules.rule-${index % 200}`,
      path: file,
      start: { line, col: 5 },
      end: { line, col: 12 },
      extra: {
        message: `A pattern was matched, number ${index}.`,
        severity: 'WARNING',
        metadata: { cwe: ['CWE-79: x'] },
      },
    };
  });
  return { errors: [], paths: { scanned: many(files, fileName) }, results };
}

const cve = (index: number): string => `CVE-2024-${10_000 + index}`;

function trivyReport(): unknown {
  const Vulnerabilities = many(sizes.dependencies, (index) => ({
    VulnerabilityID: cve(index),
    PkgName: `package-${index}`,
    InstalledVersion: `1.${index}.0`,
    FixedVersion: `1.${index}.1`,
    Title: `A weakness in package ${index}`,
    Severity: 'HIGH',
    CVSS: { ghsa: { V3Score: 7.5 } },
    PrimaryURL: `https://avd.aquasec.com/nvd/${cve(index).toLowerCase()}`,
  }));
  return {
    SchemaVersion: 2,
    Results: [{ Target: 'requirements.txt', Class: 'lang-pkgs', Type: 'pip', Vulnerabilities }],
  };
}

function pipAuditReport(): unknown {
  const dependencies = many(sizes.dependencies, (index) => ({
    name: `package-${index}`,
    version: `1.${index}.0`,
    vulns: [
      { id: `PYSEC-2024-${index}`, fix_versions: [`1.${index}.1`], aliases: [cve(index)], description: 'A weakness' },
    ],
  }));
  return { dependencies, fixes: [] };
}
