/**
 * Prices and limits of GitHub's runners, in US dollars and minutes a month. A test fails once they are half a year old: read the sources again,
 * then move the date. A standard arm64 job counts as Linux 2-core.
 */
export const prices = {
  asOf: '2026-11-24',
  sources: [
    'https://docs.github.com/en/billing/reference/actions-runner-pricing',
    'https://docs.github.com/en/billing/concepts/product-billing/github-actions',
    'https://docs.github.com/en/actions/reference/limits',
  ],
  /** Standard Linux, 2 cores, of a private repository; nothing in a public one. */
  dollarsPerMinute: 0.006,
  /** A charge of $0.002, announced for March 2026, was postponed and is not in force. */
  selfHostedDollarsPerMinute: 0,
  includedMinutes: { free: 2000, pro: 3000, team: 3000, enterprise: 50_000 },
  concurrentJobs: { free: 20, pro: 40, team: 60, enterprise: 500 },
  /** Jobs of one matrix. */
  matrixJobs: 256,
} as const;

/** The account's plan, which decides the included minutes. */
export type BillingPlan = keyof typeof prices.includedMinutes;

export const billingPlans = ['free', 'pro', 'team', 'enterprise'] as const satisfies readonly BillingPlan[];

/** What the comparison assumes where nothing was given and nothing could be read. */
export const assumptions = {
  buildsPerDay: 25,
  daysPerMonth: 30,
  /** Billed, every job rounded up: plan, tests of API and web, security scan. */
  lightMinutes: 9,
  /** One image, one platform, on a machine of that architecture. */
  nativeMinutes: 4,
  /** One image for one further platform by emulation. */
  emulatedMinutes: 10,
  mergeMinutes: 1,
  /** A machine of one's own a month ($50), and two hours of upkeep at $75. */
  machineDollars: 200,
} as const;
