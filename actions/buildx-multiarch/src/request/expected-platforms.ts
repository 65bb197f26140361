/** What is wrong with the platforms at hand, as a sentence; undefined when they are exactly the expected ones. */
export function platformsProblem(expected: readonly string[], found: readonly string[]): string | undefined {
  const missing = expected.filter((platform) => !found.includes(platform));
  const unexpected = [...new Set(found.filter((platform) => !expected.includes(platform)))];
  const twice = [...new Set(found.filter((platform, at) => found.indexOf(platform) !== at))];
  const parts = [
    missing.length > 0 ? `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing` : '',
    unexpected.length > 0 ? `${unexpected.join(', ')} ${unexpected.length === 1 ? 'was' : 'were'} not expected` : '',
    twice.length > 0 ? `${twice.join(', ')} came more than once` : '',
  ].filter((part) => part !== '');
  return parts.length === 0
    ? undefined
    : `${parts.join('; ')} (expected: ${expected.join(', ')}; found: ${found.join(', ') || 'none'})`;
}
