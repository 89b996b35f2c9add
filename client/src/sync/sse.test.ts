import { expect, test } from 'vitest'
import { createSseParser } from './sse.ts'

const stream =
  'id: 7\nevent: change\ndata: {"a":1}\n\n: still there\n\nevent: hello\ndata: one\ndata: two\n\n'

test('[T0] events come whole, whatever the pieces in which the bytes arrive', () => {
  for (const size of [1, 2, 3, 7, 1_000]) {
    const parser = createSseParser()
    const events = []
    for (let at = 0; at < stream.length; at += size) events.push(...parser.push(stream.slice(at, at + size)))
    expect(events).toEqual([
      { event: 'change', data: '{"a":1}', id: '7' },
      { event: 'hello', data: 'one\ntwo', id: '7' },
    ])
  }
})

test('[T0] line ends of every kind end a line once', () => {
  const parser = createSseParser()
  expect(
    [...parser.push('data: a\r'), ...parser.push('\n\r\ndata: b\r\rdata: c\n\n')].map(({ data }) => data),
  ).toEqual(['a', 'b', 'c'])
})
