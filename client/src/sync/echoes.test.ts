import { expect, test } from 'vitest'
import { createEchoes } from './echoes.ts'

const row = (id: string, stamp: string) => ({ newDocumentState: { id, stamp } })
const pulled = (id: string, stamp: string) => ({ id, stamp, receivedAt: 'later', _deleted: false })

test('[D12] what the server set on its own is given again after a push whose first answer was lost', () => {
  const echoes = createEchoes()
  echoes.expect([row('a', '2')])
  echoes.note([pulled('a', '2'), pulled('b', '9')])
  expect(echoes.settle([row('a', '2')])).toEqual([pulled('a', '2')])
  expect(echoes.settle([row('a', '2')])).toEqual([])
})

test('[D12] an older state of the document is not given again, nor one of an overtaken write', () => {
  const echoes = createEchoes()
  echoes.expect([row('a', '2')])
  echoes.note([pulled('a', '1')])
  expect(echoes.settle([row('a', '2')])).toEqual([])
  echoes.expect([row('a', '3')])
  echoes.note([pulled('a', '3')])
  echoes.expect([row('a', '4')])
  expect(echoes.settle([row('a', '3')])).toEqual([])
})

test('[D12] what an earlier run has kept is given after the answer, in whichever order the write and it are named', () => {
  const echoes = createEchoes()
  echoes.recall([pulled('a', '2')])
  echoes.expect([row('a', '2')])
  expect(echoes.settle([row('a', '2')])).toEqual([pulled('a', '2')])
})
