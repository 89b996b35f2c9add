import { describe, expect, test } from 'vitest'
import { hiddenFields } from './access.ts'
import type { Definition } from './collections/definition.ts'
import { DEVICE_CONTENTS } from './device-contents.ts'
import { collectionNames, registry } from './registry.ts'
import { ROLES } from './roles.ts'

describe.each(ROLES)('%s', (role) => {
  test.each([...collectionNames])('[v5.0.0-14.3.3] of %s exactly the listed fields are sent', (name) => {
    const definition: Definition = registry[name]
    const hidden = hiddenFields(definition, { role })
    const sent = Object.keys(definition.fields).filter((field) => !hidden.includes(field))
    expect(sent.sort()).toEqual([...DEVICE_CONTENTS[role][name]].sort())
  })
})

test('nobody’s device holds a birth date, a student number, a contact, a charge, a password or a token', () => {
  const forbidden = /birth|student|email|phone|address|contact|guardian|charge|fee|password|secret|token|pin/i
  for (const role of ROLES)
    for (const name of collectionNames)
      expect(DEVICE_CONTENTS[role][name].filter((field) => forbidden.test(field))).toEqual([])
})

test('neither a coach nor a station holds what holds somebody, nor a station prices and notes', () => {
  expect(DEVICE_CONTENTS.COACH.people).not.toContain('holds')
  expect(DEVICE_CONTENTS.STATION.people).not.toContain('holds')
  for (const field of ['purchasePriceCents', 'notes', 'custom'])
    expect(DEVICE_CONTENTS.STATION.equipment).not.toContain(field)
})
