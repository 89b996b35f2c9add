/**
 * What else there is in a run, beside what all have; a seed of earlier says what it had:
 * - `turnover`: accounts end and begin, and people change places;
 * - `histories`: histories of merge documents grow so long that they are given up;
 * - `codes`: codes and serials that contradict each other.
 */
export const ALSO = ['turnover', 'histories', 'codes'] as const
export type Also = (typeof ALSO)[number]
