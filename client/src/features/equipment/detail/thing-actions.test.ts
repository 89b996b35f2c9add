import { expect, test } from 'vitest'
import { EQUIPMENT_STATUSES } from '../../../../../shared/collections/equipment.ts'
import { actionsFor } from './thing-actions.ts'

const thing = (status: (typeof EQUIPMENT_STATUSES)[number]) => ({ kind: 'serialized', status }) as const

test('a thing in the room goes out, a thing that is out comes back', () => {
  expect(actionsFor(thing('available'), 'COACH')[0]).toBe('check_out')
  expect(actionsFor(thing('checked_out'), 'COACH')[0]).toBe('check_in')
  expect(actionsFor(thing('in_maintenance'), 'COACH')[0]).toBe('maintenance_in')
  expect(actionsFor(thing('lost'), 'COACH')[0]).toBe('report_found')
})

test('an athlete reports and does nothing else', () => {
  expect(actionsFor(thing('checked_out'), 'USER')).toEqual(['report_damaged', 'report_lost'])
  expect(actionsFor(thing('lost'), 'USER')).toEqual(['report_found'])
  expect(actionsFor(thing('in_maintenance'), 'USER')).toEqual(['report_lost'])
})

test('only managers retire a thing or take it back into use', () => {
  for (const status of EQUIPMENT_STATUSES) {
    expect(actionsFor(thing(status), 'COACH')).not.toContain('retire')
    expect(actionsFor(thing(status), 'COACH')).not.toContain('put_back')
  }
  expect(actionsFor(thing('available'), 'EQUIPMENT_MANAGER')).toContain('retire')
  expect(actionsFor(thing('retired'), 'EQUIPMENT_MANAGER')).toEqual(['put_back'])
})

test('counts are corrected by managers, of counted things alone', () => {
  const balls = { kind: 'bulk', status: 'available' } as const
  expect(actionsFor(balls, 'EQUIPMENT_MANAGER')).toContain('adjust')
  expect(actionsFor(balls, 'COACH')).not.toContain('adjust')
  expect(actionsFor(thing('available'), 'EQUIPMENT_MANAGER')).not.toContain('adjust')
})

test('who reads only is offered nothing', () => {
  for (const status of EQUIPMENT_STATUSES) expect(actionsFor(thing(status), 'ORG_ADMIN')).toEqual([])
})
