/**
 * Prices and limits of GitHub's runners, in US dollars, from the billing reference of GitHub's documentation ("Actions runner pricing", "Product usage
 * included with each plan") on the date given. A standard arm64 job counts as Linux 2-core. The charge of $0.002 a minute on self-hosted runners,
 * announced for March 2026, was postponed and is not in force.
 */
export const prices = {
  asOf: '2026-11-01',
  dollarsPerMinute: 0.006,
  selfHostedDollarsPerMinute: 0,
  /** A month, on the Free plan; other plans include more. */
  includedMinutes: 2000,
} as const;

/** What the comparison assumes where nothing has been measured. */
export const assumptions = {
  buildsPerDay: 25,
  daysPerMonth: 30,
  /** Whole minutes, since every job is rounded up: plan, tests of API and web, security scan. */
  lightMinutesPerRun: 9,
  /** One image, one platform, on a machine of that architecture. */
  nativeBuildMinutes: 4,
  /** One image for one further platform by emulation. */
  emulatedBuildMinutes: 10,
  mergeMinutes: 1,
  /** A machine of one's own a month, and two hours of upkeep at $75. */
  machineDollars: 50,
  upkeepDollars: 150,
} as const;
