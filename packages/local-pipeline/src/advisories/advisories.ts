/** A published vulnerability of a Python package, with what each scanner's database needs of it. */
export interface Advisory {
  /** The GitHub id; `cve` is its alias. */
  readonly ghsa: string;
  readonly cve: string;
  /** Canonical name (PEP 503). */
  readonly package: string;
  /** First version that is not vulnerable; every earlier one is. */
  readonly fixed: string;
  readonly severity: 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';
  readonly cvss: { readonly score: number; readonly vector: string };
  readonly cwe: string;
  readonly summary: string;
}

/** A few real advisories (GitHub Advisory Database): enough for the example, and to show what a finding looks like. */
export const advisories: readonly Advisory[] = [
  {
    ghsa: 'GHSA-9wx4-h78v-vm56',
    cve: 'CVE-2024-35195',
    package: 'requests',
    fixed: '2.32.0',
    severity: 'MEDIUM',
    cvss: { score: 5.6, vector: 'CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:H/I:H/A:N' },
    cwe: 'CWE-670',
    summary: 'A session keeps ignoring certificates after its first request was made with verify=False',
  },
  {
    ghsa: 'GHSA-h5c8-rqwp-cp95',
    cve: 'CVE-2024-22195',
    package: 'jinja2',
    fixed: '3.1.3',
    severity: 'MEDIUM',
    cvss: { score: 5.4, vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:L/I:L/A:N' },
    cwe: 'CWE-79',
    summary: 'Keys with blanks passed to the xmlattr filter can inject attributes',
  },
  {
    ghsa: 'GHSA-8q59-q68h-6hv4',
    cve: 'CVE-2020-14343',
    package: 'pyyaml',
    fixed: '5.4',
    severity: 'CRITICAL',
    cvss: { score: 9.8, vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' },
    cwe: 'CWE-20',
    summary: 'Loading untrusted YAML with full_load or FullLoader can run code',
  },
];

/** One that only Trivy's database knows: of a package of npm, of Maven (`group:artifact`) or of Debian 12 (the source package). */
export interface OtherAdvisory extends Advisory {
  readonly ecosystem: 'npm' | 'maven' | 'debian 12';
}

/** Real ones too; Debian's has no GitHub id. */
export const otherAdvisories: readonly OtherAdvisory[] = [
  {
    ecosystem: 'npm',
    ghsa: 'GHSA-35jh-r3h4-6jhm',
    cve: 'CVE-2021-23337',
    package: 'lodash',
    fixed: '4.17.21',
    severity: 'HIGH',
    cvss: { score: 7.2, vector: 'CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H' },
    cwe: 'CWE-94',
    summary: 'Templates can be made to run commands',
  },
  {
    ecosystem: 'maven',
    ghsa: 'GHSA-jfh8-c2jp-5v3q',
    cve: 'CVE-2021-44228',
    package: 'org.apache.logging.log4j:log4j-core',
    fixed: '2.15.0',
    severity: 'CRITICAL',
    cvss: { score: 10, vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H' },
    cwe: 'CWE-502',
    summary: 'What is logged can fetch code and run it',
  },
  {
    ecosystem: 'debian 12',
    ghsa: '',
    cve: 'CVE-2024-45490',
    package: 'expat',
    fixed: '2.5.0-1+deb12u1',
    severity: 'HIGH',
    cvss: { score: 7.5, vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H' },
    cwe: 'CWE-611',
    summary: 'A negative length passed to XML_ParseBuffer is not refused',
  },
];
