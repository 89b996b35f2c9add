import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDevice } from '../../../e2e/support/browser.ts'
import type { TestServer } from '../../../e2e/support/server-process.ts'
import { type SignedInDevice, signInOn } from '../../../e2e/support/sign-in-on.ts'
import type { Role } from '../../../shared/roles.ts'

/** Somebody who has signed in on a device whose storage lies on the disk, as a person's does. */
export async function signInOnProfile(server: TestServer, role: Role): Promise<SignedInDevice> {
  const profile = await mkdtemp(join(tmpdir(), 'etrax-bench-device-'))
  const device = await signInOn(await openDevice(profile), server, role)
  return {
    ...device,
    async close() {
      await device.close()
      await rm(profile, { recursive: true, force: true })
    },
  }
}
