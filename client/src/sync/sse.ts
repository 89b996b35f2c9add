/** One event of a server-sent event stream. */
export interface SseEvent {
  readonly event: string
  readonly data: string
  readonly id: string | undefined
}

/**
 * Parses text as it comes (HTML standard, section 9.2.6). `push` returns the events that became complete; comments give
 * none.
 */
export function createSseParser(): { push(text: string): readonly SseEvent[] } {
  let rest = ''
  let event = ''
  let data: string[] = []
  let id: string | undefined

  function line(text: string, out: SseEvent[]) {
    if (text === '') {
      if (data.length > 0) out.push({ event: event === '' ? 'message' : event, data: data.join('\n'), id })
      event = ''
      data = []
      return
    }
    const colon = text.indexOf(':')
    const field = colon < 0 ? text : text.slice(0, colon)
    const value = colon < 0 ? '' : text.slice(colon + (text[colon + 1] === ' ' ? 2 : 1))
    if (field === 'event') event = value
    else if (field === 'data') data.push(value)
    else if (field === 'id') id = value
  }

  return {
    push(text) {
      const out: SseEvent[] = []
      rest += text
      for (;;) {
        const end = /\r\n|\n|\r/.exec(rest)
        // A lone CR at the end may be the first half of a CRLF whose rest is still to come.
        if (!end || (end[0] === '\r' && end.index === rest.length - 1)) return out
        line(rest.slice(0, end.index), out)
        rest = rest.slice(end.index + end[0].length)
      }
    },
  }
}
