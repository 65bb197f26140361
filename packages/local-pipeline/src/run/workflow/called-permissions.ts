import { objectOf, UserError } from '@data-profiler-actions/action-kit';

const levels = ['none', 'read', 'write'] as const;
type Level = (typeof levels)[number];
/** Of a scope's name; undefined where the repository's settings decide. */
type Grant = ((scope: string) => Level) | undefined;

interface Workflow {
  readonly permissions?: unknown;
  readonly jobs?: unknown;
}

/**
 * Refuses a call whose jobs ask for more than the caller grants, as GitHub does before any job starts (docs, "Reusing workflow
 * configurations", Access and permissions). act grants everything, so that nothing else would tell.
 */
export function checkCalledPermissions(caller: Workflow, jobId: string, uses: string, called: Workflow): void {
  const job = objectOf(objectOf(caller.jobs)[jobId]);
  const granted = grantOf(job['permissions'] ?? caller.permissions);
  if (!granted) return;
  for (const [name, each] of Object.entries(objectOf(called.jobs))) {
    const asked = objectOf(objectOf(each)['permissions'] ?? called.permissions);
    const missing = Object.entries(asked).filter(([scope, level]) => rank(level) > rank(granted(scope)));
    if (missing.length === 0) continue;
    const shown = missing.map(([scope, level]) => `${scope}: ${String(level)}`).join(', ');
    throw new UserError(
      `GitHub would not start this run: job ${name} of ${uses} asks for "${shown}", and job ${jobId} grants "${missing.map(([scope]) => `${scope}: ${granted(scope)}`).join(', ')}".`,
      `Add ${shown} to the permissions of job ${jobId}.`,
    );
  }
}

/** A mapping grants nothing that it does not name. */
function grantOf(permissions: unknown): Grant {
  if (permissions === 'write-all') return () => 'write';
  if (permissions === 'read-all') return () => 'read';
  if (typeof permissions !== 'object' || permissions === null) return undefined;
  const named = objectOf(permissions);
  return (scope) => levels.find((level) => level === named[scope]) ?? 'none';
}

function rank(level: unknown): number {
  return levels.findIndex((each) => each === level);
}
