/** What the API says about one column; `min`, `max` and `mean` for numbers only. */
export interface ColumnProfile {
  readonly name: string;
  readonly type: string;
  readonly nulls: number;
  readonly distinct: number;
  readonly distinct_is_exact: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly mean?: number;
}

export interface Profile {
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
}

/** Hands the form to the API; throws with the API's own words when it refuses. */
export async function requestProfile(form: FormData): Promise<Profile> {
  const response = await fetch('/api/profiles', { method: 'POST', body: form });
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(errorOf(body) ?? `The API answered ${response.status}.`);
  return body as Profile;
}

function errorOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('error' in body)) return undefined;
  return typeof body.error === 'string' ? body.error : undefined;
}
