import { expect, test } from 'vitest'
import { EQUIPMENT_STATUSES, type Equipment } from '../../../../../shared/collections/equipment.ts'
import { ROLES } from '../../../../../shared/roles.ts'
import { followsLawfully } from '../../../../../shared/transitions.ts'
import { makeTransaction } from '../../../custody/transaction.ts'
import { actionsFor, ledgerType } from './thing-actions.ts'

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

test('no action that is offered is one that the server refuses', () => {
  const refused = ROLES.flatMap((role) =>
    EQUIPMENT_STATUSES.flatMap((status) => {
      const helmet: Equipment = {
        ...thing(status),
        id: 'helmet',
        stamp: '1',
        name: 'Helmet',
        custodyId: 'before',
      }
      const entry = (action: Parameters<typeof ledgerType>[0]) =>
        makeTransaction(
          ledgerType(action),
          'entry',
          helmet,
          { equipmentId: 'helmet' },
          { to: { personId: 'ann' } },
          { actorId: 'somebody', deviceId: 'phone' },
          '2',
          0,
        )
      return actionsFor(helmet, role)
        .filter((action) => !followsLawfully(entry(action), helmet, role))
        .map((action) => `${role}: ${action} of ${status}`)
    }),
  )
  expect(refused).toEqual([])
})
