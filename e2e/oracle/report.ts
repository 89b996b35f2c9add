import type { OracleResult } from './run-oracle.ts'

/** All that is needed to understand a failed run, and to run it again. */
export function reportOf({
  seed,
  moves,
  disasters,
  browsers,
  decisions,
  often,
  wide,
  turnover,
  differences,
  script,
}: OracleResult): string {
  const struck = disasters.length > 0 ? ` --disasters ${disasters.join(',').replaceAll(' ', '-')}` : ''
  const beside = browsers === undefined ? '' : ` --browsers ${browsers}`
  const decided = decisions === undefined ? '' : ` --decisions ${decisions}`
  const more = often === undefined ? '' : ` --often ${often.replaceAll(' ', '-')}`
  const narrow = wide ? (turnover ? '' : ' --settled') : ' --narrow'
  return [
    `Seed ${seed} failed. Again: npm run oracle -- --seed ${seed} --moves ${moves}${struck}${beside}${decided}${more}${narrow}`,
    'What happened:',
    ...script.map((line) => `  ${line}`),
    'What is wrong:',
    ...differences.map((line) => `  ${line}`),
  ].join('\n')
}
