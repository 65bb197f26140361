/** Headers of a request to GitHub's REST API (docs, "API versions"); without a token it is anonymous, which public repositories allow. */
export function restHeaders(token: string, accept = 'application/vnd.github+json'): Record<string, string> {
  const headers = { accept, 'x-github-api-version': '2022-11-28' };
  return token === '' ? headers : { ...headers, authorization: `Bearer ${token}` };
}
