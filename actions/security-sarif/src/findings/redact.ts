/** Shapes that only secrets have: private keys, and tokens of AWS, GitHub, GitLab, Slack, Stripe, Google, PyPI, npm; signed web tokens. */
const shapes = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\b(gh[pousr]_|github_pat_|glpat-|xox[abprs]-|[rs]k_(live|test)_|AIza|pypi-|npm_)[A-Za-z0-9_-]{16,}/g,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g,
];
const hidden = '(not shown)';
const quoted = /"[^"\n]*"|'[^'\n]*'|`[^`\n]*`/g;
const aboutSecrets = /secret|passw|credential|token|api-?key|private-?key|cwe-(259|321|798)\b/i;

/** Text without anything that has the shape of a secret. */
export function withoutSecrets(text: string): string {
  return shapes.reduce((rest, shape) => rest.replaceAll(shape, hidden), text);
}

/** A rule's message: where the rule is about secrets, what it quotes may be one of any shape. */
export function safeMessage(message: string, rule: string, cwe = ''): string {
  const safe = withoutSecrets(message);
  return aboutSecrets.test(`${rule} ${cwe}`) ? safe.replaceAll(quoted, hidden) : safe;
}
