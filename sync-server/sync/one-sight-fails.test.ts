import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { accessKey } from '../../shared/access.ts'
import { registry } from '../../shared/registry.ts'
import { createSeeing } from '../../shared/seeing.ts'
import { createHub, type Hub } from './hub.ts'
import type { Frame, Reader } from './reader.ts'
import { createTestSchool, helmet, type TestDevice, type TestSchool } from './test-school.ts'

const definitions = Object.values(registry)
let school: TestSchool
let manager: TestDevice
let coach: TestDevice
let hub: Hub
const errors: unknown[] = []

beforeAll(async () => {
  school = await createTestSchool()
  manager = await school.device('EQUIPMENT_MANAGER')
  coach = await school.device('COACH')
  const seeing = createSeeing(definitions)
  const failing: typeof seeing = {
    cuts: (definition, role) => role === 'COACH' || seeing.cuts(definition, role),
    seen() {
      throw new Error('nothing can be made of this for a coach')
    },
  }
  hub = createHub(school.pool, definitions, failing, (error) => errors.push(error))
})
afterAll(async () => {
  hub.close()
  await school.close()
})

function readerOf({ subject }: TestDevice) {
  const frames: Frame[] = []
  const reader: Reader = {
    subject,
    sessionId: subject.userId,
    access: accessKey(subject),
    schema: 1,
    send: (frame) => {
      frames.push(frame)
      return true
    },
    heartbeat: () => true,
    end() {},
  }
  return { frames, reader }
}

test('[T3] [T1] where one sight’s frames can’t be made, its readers pull, and the others get theirs', async () => {
  const [blind, seeing] = [readerOf(coach), readerOf(manager)]
  for (const { reader } of [blind, seeing]) await hub.add(school.tenant, reader, {})
  const made = helmet(manager.stamp())
  await manager.write('equipment', made)
  hub.poke(school.tenant.id)
  await vi.waitFor(() => expect(JSON.stringify(seeing.frames)).toContain(made.id))
  await vi.waitFor(() => expect(blind.frames.length).toBeGreaterThan(1))
  expect(JSON.stringify(blind.frames)).not.toContain(made.id)
  expect(errors.length).toBeGreaterThan(0)
  const count = seeing.frames.length
  const next = helmet(manager.stamp())
  await manager.write('equipment', next)
  hub.poke(school.tenant.id)
  await vi.waitFor(() => expect(JSON.stringify(seeing.frames.slice(count))).toContain(next.id))
  expect(JSON.stringify(seeing.frames.slice(count))).not.toContain(made.id)
})
