/** Sigla: the abbreviations by which an apparatus names kinds, evidence and people, and what they mean. */
import type { CorrectionKind, Evidence } from './corrections.js'

const evidenceSigla: Readonly<Record<Evidence, readonly [siglum: string, words: string]>> = {
  internal: ['int.', 'the source itself shows it'],
  external: ['ext.', 'another source shows it'],
  conjecture: ['conj.', 'conjecture'],
}

const kindSigla: Readonly<Record<CorrectionKind, string>> = {
  transcription: 'transcr.',
  emendation: 'em.',
  regularization: 'reg.',
  expansion: 'exp.',
  supplied: 'suppl.',
  surplus: 'del.',
}

/** Gives out sigla and remembers which were used, so that a key to them can be printed. */
export class Sigla {
  private readonly people = new Map<string, string>()
  private readonly used = new Map<string, string>()

  /** `person` gives a person's name, `initials` what they are to be called in short; empty where that is made of the name. */
  constructor(
    private readonly person: (id: string) => string,
    private readonly initials: (id: string) => string = () => '',
  ) {}

  kind(kind: CorrectionKind): string {
    const siglum = kindSigla[kind]
    this.used.set(siglum, kind)
    return siglum
  }

  evidence(evidence: Evidence): string {
    const [siglum, words] = evidenceSigla[evidence]
    this.used.set(siglum, words)
    return siglum
  }

  /** Their initials, or the whole name where another person has the same ones; '' where nobody is named. */
  who(id: string): string {
    if (id === '') return ''
    const known = this.people.get(id)
    if (known !== undefined) return known
    const name = this.person(id) || id
    const short = this.initials(id) || initialsOf(name)
    const isFree = short !== '' && ![...this.people.values()].includes(short)
    this.people.set(id, isFree ? short : name)
    if (isFree && short !== name) this.used.set(short, name)
    return isFree ? short : name
  }

  /** The siglum of the received text, as the editors spell it. */
  witness(siglum: string): string {
    if (siglum) this.used.set(siglum, 'the transcription as received')
    return siglum
  }

  /** All that were used, with their meanings, in alphabetical order. */
  key(): (readonly [siglum: string, words: string])[] {
    return [...this.used].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  }
}

/** `Ann Author` as `A.A.` */
function initialsOf(name: string): string {
  return name
    .split(/[\s-]+/)
    .map(part => [...part].find(letter => /\p{L}/u.test(letter)))
    .filter(letter => letter !== undefined)
    .map(letter => `${letter.toUpperCase()}.`)
    .join('')
}
