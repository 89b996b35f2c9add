/** What a message says, before it has a form. All of it is plain text. */
export interface Letter {
  readonly subject: string
  readonly paragraphs: readonly string[]
  readonly link?: { readonly label: string; readonly url: string }
  readonly code?: string
  /** After the link or the code. */
  readonly closing: readonly string[]
  /** The same, for a telephone. */
  readonly short: string
}

/** One line: no control character gets into a header. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim()
}

export function letterText({ paragraphs, link, code, closing }: Letter): string {
  const parts = [
    ...paragraphs,
    ...(code === undefined ? [] : [code]),
    ...(link ? [link.url] : []),
    ...closing,
  ]
  return `${parts.map(oneLine).join('\n\n')}\n`
}

export function letterHtml(letter: Letter, language: string): string {
  const { subject, paragraphs, link, code, closing } = letter
  const line = (text: string) => `<p>${escapeHtml(oneLine(text))}</p>`
  return [
    `<!doctype html><html lang="${escapeHtml(language)}"><head><meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">`,
    `<title>${escapeHtml(oneLine(subject))}</title></head>`,
    `<body style="font:16px/1.5 system-ui,sans-serif;max-width:36em;margin:0 auto;padding:24px">`,
    ...paragraphs.map(line),
    ...(code === undefined
      ? []
      : [`<p style="font-size:28px;font-weight:bold;letter-spacing:4px">${escapeHtml(oneLine(code))}</p>`]),
    ...(link
      ? [
          `<p><a href="${escapeHtml(link.url)}" style="font-weight:bold">${escapeHtml(oneLine(link.label))}</a></p>`,
          `<p style="font-size:13px;overflow-wrap:anywhere">${escapeHtml(link.url)}</p>`,
        ]
      : []),
    ...closing.map(line),
    `</body></html>`,
  ].join('\n')
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '')
}
