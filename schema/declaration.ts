/** The editorial declaration: an edition's principles in words, as its apparatus prints them and its TEI header states them. */
import type { PrincipleKey, Principles, Settings } from './settings.js'

/** The parts of TEI's `<editorialDecl>` that a principle can be (*TEI P5 §2.3.3*); `p` where none fits. */
export type DeclarationElement =
  | 'p'
  | 'correction'
  | 'normalization'
  | 'punctuation'
  | 'quotation'
  | 'hyphenation'
  | 'segmentation'
  | 'interpretation'

/** A principle in words: its title, the TEI element that states it, and for each answer a short label and the sentence
 * that is printed. */
export interface PrincipleWords<Choice extends string> {
  readonly title: string
  readonly element: DeclarationElement
  readonly answers: Readonly<Record<Choice, readonly [label: string, sentence: string]>>
}

type AllPrincipleWords = { readonly [K in PrincipleKey]: PrincipleWords<Principles[K]['choice']> }

/** All principles, in the order of the form and of the printed declaration. */
export const principleWords: AllPrincipleWords = {
  transcription: {
    title: 'Transcription',
    element: 'p',
    answers: {
      diplomatic: [
        'Letter by letter',
        'The transcription follows the source letter by letter, with its spelling, capitals, punctuation and abbreviations.',
      ],
      'semi-diplomatic': [
        'Letter by letter, abbreviations written out',
        'The transcription follows the source letter by letter; abbreviations are written out and recorded as expansions.',
      ],
      normalised: [
        'Spelling made uniform',
        'The transcription keeps the words of the source; its spelling and punctuation are made uniform, and each such change is recorded.',
      ],
    },
  },
  silent: {
    title: 'What is changed silently',
    element: 'correction',
    answers: {
      nothing: ['Nothing', 'Nothing is changed silently: every departure from the source is recorded.'],
      spacing: [
        'Spacing only',
        'Spaces between words and around punctuation are made regular without mention; every other departure from the source is recorded.',
      ],
      typing: [
        'Slips of the typewriter',
        'Spaces, letters struck twice and other evident slips of the typewriter are mended without mention; every other departure from the source is recorded.',
      ],
    },
  },
  correction: {
    title: 'Corrections',
    element: 'correction',
    answers: {
      marked: [
        'Marked in the text and listed',
        'Corrections are marked in the text and listed in the apparatus, each with the reading of the source.',
      ],
      listed: [
        'Listed only',
        'Corrections are made in the text without a mark and listed in the apparatus, each with the reading of the source.',
      ],
    },
  },
  regularization: {
    title: 'Regularization',
    element: 'normalization',
    answers: {
      none: ['None', 'Spelling is not made uniform.'],
      names: [
        'Names',
        'The spelling of names is made uniform and recorded; all other spelling is that of the source.',
      ],
      spelling: [
        'All spelling',
        'Spelling is made uniform throughout, and each kind of change is recorded as a regularization.',
      ],
    },
  },
  punctuation: {
    title: 'Punctuation',
    element: 'punctuation',
    answers: {
      kept: ['As in the source', 'Punctuation is that of the source.'],
      supplied: [
        'Supplied where it is lacking',
        'Punctuation is that of the source, supplied where the sense needs it and recorded.',
      ],
    },
  },
  quotation: {
    title: 'Quotation marks',
    element: 'quotation',
    answers: {
      kept: ['As in the source', 'Quotation marks are kept as they stand in the source.'],
      uniform: ['Made uniform', 'Quotation marks are made uniform.'],
    },
  },
  brackets: {
    title: 'Brackets',
    element: 'interpretation',
    answers: {
      source: [
        'All belong to the source',
        'Brackets, and remarks such as “[sic]” and “(?)”, belong to the source; the present editors do not use brackets.',
      ],
      explained: [
        'Those of earlier editors are explained',
        'Brackets, and remarks such as “[sic]” and “(?)”, belong to the source; where an earlier editor or translator put them there, a note says so.',
      ],
    },
  },
  hyphenation: {
    title: 'Hyphens',
    element: 'hyphenation',
    answers: {
      kept: [
        'Kept at the ends of lines',
        'Hyphens at the ends of lines are kept as they stand in the source.',
      ],
      joined: [
        'Words joined',
        'Words that the source divides at the end of a line are joined in the reading text.',
      ],
    },
  },
  segmentation: {
    title: 'Paragraphs and pages',
    element: 'segmentation',
    answers: {
      joined: [
        'Paragraphs joined over page turns',
        'Paragraphs are those of the source; one that runs on over the turn of a page is joined and counted once.',
      ],
      source: ['As in the source', 'Paragraphs and the turns of pages are those of the source.'],
    },
  },
  stamps: {
    title: 'Stamps and catchwords',
    element: 'p',
    answers: {
      margin: [
        'Beside the text and listed',
        'Stamps stand beside the text and are listed in the apparatus; stamps and catchwords are not part of the reading text.',
      ],
      listed: [
        'Listed only',
        'Stamps and catchwords are left out of the reading text; stamps are listed in the apparatus.',
      ],
      omitted: ['Left out', 'Stamps and catchwords are left out.'],
    },
  },
  interpretation: {
    title: 'Interpretation',
    element: 'interpretation',
    answers: {
      none: ['None', 'No names or other matters are marked in the text.'],
      names: [
        'Names are marked',
        'Names of persons, places and organisations, and dates, are marked and indexed.',
      ],
    },
  },
}

/** A principle as declared: the sentence of its answer and what the editors added. */
export interface Statement {
  readonly key: PrincipleKey
  readonly title: string
  readonly element: DeclarationElement
  readonly choice: string
  readonly text: string
}

/** All principles of an edition in words, in order. */
export function declarationOf({ principles }: Pick<Settings, 'principles'>): Statement[] {
  return (Object.keys(principleWords) as PrincipleKey[]).map(key => statement(key, principles))
}

function statement<K extends PrincipleKey>(key: K, principles: Principles): Statement {
  const { title, element, answers } = principleWords[key]
  const { choice, text } = principles[key]
  const sentence = (answers as Readonly<Record<string, readonly [string, string]>>)[choice]![1]
  const own = text.trim()
  return { key, title, element, choice, text: own ? `${sentence} ${own}` : sentence }
}
