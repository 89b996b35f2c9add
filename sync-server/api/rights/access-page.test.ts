import { describe, expect, test } from 'vitest'
import { hiddenFields, mayCreate, mayUpdate, removalRight, scopeOf } from '../../../shared/access.ts'
import { TRANSACTION_TYPES } from '../../../shared/collections/transactions.ts'
import { collectionNames, registry } from '../../../shared/registry.ts'
import { PEOPLE_ROLES } from '../../../shared/roles.ts'
import { entryRules, groupRules, rulesOf } from './test-access-page.ts'

describe('[ASVS 8.1.1] docs/access.md says of every collection, field and role what the server decides by', () => {
  test.each(collectionNames)('%s: who sees, makes and deletes', (name) => {
    const definition = registry[name]
    const { all, part, hidden, make, remove, ask } = rulesOf(name)
    for (const role of PEOPLE_ROLES) {
      const scope = scopeOf(definition, role)
      const seen = all.includes(role) ? 'all' : part.includes(role) ? 'part' : 'nothing'
      expect([role, scope === undefined ? 'nothing' : scope === 'all' ? 'all' : 'part']).toEqual([role, seen])
      const kept = Object.keys(hidden).filter((field) => hidden[field]?.includes(role))
      expect([role, hiddenFields(definition, { role })]).toEqual([role, kept])
      expect([role, mayCreate(definition, role)]).toEqual([role, make.includes(role)])
      const removal = remove.includes(role) ? 'apply' : ask.includes(role) ? 'ask' : 'none'
      expect([role, removalRight(definition, role)]).toEqual([role, removal])
    }
  })

  test.each(collectionNames)('%s: every field stands in its group, and who changes it', (name) => {
    const { fields } = registry[name]
    const groups = groupRules.filter(({ collection }) => collection === name)
    const named = groups.flatMap((rules) => rules.fields)
    expect(named.toSorted()).toEqual(Object.keys(fields).toSorted())
    for (const { group, change } of groups) {
      for (const role of PEOPLE_ROLES)
        expect([group, role, mayUpdate(registry[name], role, group)]).toEqual([
          group,
          role,
          change.includes(role),
        ])
    }
  })

  test('every type of the ledger, by who enters it', () => {
    expect(entryRules.map(({ type }) => type)).toEqual([...TRANSACTION_TYPES])
    for (const { type, enter } of entryRules)
      for (const role of PEOPLE_ROLES)
        expect([type, role, mayCreate(registry.transactions, role, { id: '', stamp: '', type })]).toEqual([
          type,
          role,
          enter.includes(role),
        ])
  })
})
