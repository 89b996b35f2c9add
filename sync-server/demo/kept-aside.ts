/** What the season leaves alone, so that the disputes about it are plain to see. */
export const KEPT_ASIDE: ReadonlySet<string> = new Set([
  ...[101, 102, 103, 104, 105, 106, 107, 108].map((number) => `FBH-${number}`),
  ...[96, 97, 98, 99, 100].map((number) => `FSP-${number}`),
  ...[3, 4].map((number) => `TAB-${number}`),
  ...[7, 8, 9, 10].map((number) => `RAD-${number}`),
  'FJH-99',
  'SWU-55',
  'SWU-56',
  'STW-20',
  'LXS-36',
  'BBT-22',
])
