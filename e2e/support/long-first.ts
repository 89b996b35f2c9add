import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that say little and take long. */
const LONG = [
  'e2e/oracle/browsers/browsers.e2e.ts',
  'e2e/large-school.e2e.ts',
  'e2e/oracle/oracle.e2e.ts',
  'e2e/import.e2e.ts',
]

/** Where two files run at once, a long one that begins last would be waited for alone. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => LONG.some((path) => moduleId.endsWith(path))
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}
