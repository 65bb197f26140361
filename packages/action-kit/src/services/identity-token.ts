import { mask } from '../runner/log.ts';
import { loadServiceToolkit } from './toolkit-bundle.ts';

/** True where the job may ask for identity tokens (`id-token: write`). */
export const identityAvailable = (): boolean => Boolean(process.env['ACTIONS_ID_TOKEN_REQUEST_URL']);

/** A token that proves to `audience` which repository and workflow this is (OpenID Connect). Masked. */
export async function identityToken(audience: string): Promise<string> {
  const token = await (await loadServiceToolkit()).getIDToken(audience);
  mask(token);
  return token;
}
