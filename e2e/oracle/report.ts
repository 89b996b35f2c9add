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
  also = [],
  differences,
  script,
}: OracleResult): string {
  const struck = disasters.length > 0 ? ` --disasters ${disasters.join(',').replaceAll(' ', '-')}` : ''
  const beside = browsers === undefined ? '' : ` --browsers ${browsers}`
  const decided = decisions === undefined ? '' : ` --decisions ${decisions}`
  const oftener = often === undefined ? '' : ` --often ${often.replaceAll(' ', '-')}`
  const narrow = wide ? '' : ' --narrow'
  const more = also.length > 0 ? also.join() : 'none'
  return [
    `Seed ${seed} failed. Again: npm run oracle -- --seed ${seed} --moves ${moves}${struck}${beside}${decided}${oftener}${narrow} --also ${more}`,
    'What happened:',
    ...script.map((line) => `  ${line}`),
    'What is wrong:',
    ...differences.map((line) => `  ${line}`),
  ].join('\n')
}
