import type { Choices, WordField } from './choices.ts'
import {
  activeWords,
  conditionWords,
  kindWords,
  personKindWords,
  plainWord,
  statusWords,
} from './value-words.ts'

/** A word of a column whose meaning is not known, for the person to decide. */
export interface UnknownWord {
  readonly field: WordField
  readonly word: string
  /** As the file writes it first. */
  readonly label: string
  readonly rows: number
}

function dictionary(field: WordField, kind: Choices['kind']): ReadonlyMap<string, string> {
  if (field === 'status') return statusWords
  if (field === 'condition') return conditionWords
  if (field === 'active') return activeWords
  return kind === 'people' ? personKindWords : kindWords
}

/** Says what words mean, and keeps those that nobody has explained. */
export class WordReader {
  private readonly unknown = new Map<
    string,
    { field: WordField; word: string; label: string; rows: number }
  >()
  private readonly choices: Choices

  constructor(choices: Choices) {
    this.choices = choices
  }

  /** The value; '' where it was decided that the word means none; undefined where nobody knows. */
  read(field: WordField, text: string): string | undefined {
    const word = plainWord(text)
    const known = dictionary(field, this.choices.kind).get(word)
    if (known !== undefined) return known
    const id = `${field} ${word}`
    const noted = this.unknown.get(id)
    if (noted) noted.rows += 1
    else this.unknown.set(id, { field, word, label: text, rows: 1 })
    return this.choices.words[field]?.[word]
  }

  unknownWords(): readonly UnknownWord[] {
    return [...this.unknown.values()]
  }
}
