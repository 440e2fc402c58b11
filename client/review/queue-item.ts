/** What stands in a queue, and which of it is shown in which order. */
import { type Certainty, type CorrectionKind, certainties, type Standing } from '../../schema/corrections.js'
import type { QueueRow } from '../../schema/queue.js'

/** A row and the document that it is of. */
export interface QueueItem extends QueueRow {
  readonly document: string
  readonly title: string
}

/** A correction's name in a queue over several documents. */
export function keyOf({ document, id }: Pick<QueueItem, 'document' | 'id'>): string {
  return `${document}/${id}`
}

export const orders = ['place', 'newest', 'oldest'] as const
export type Order = (typeof orders)[number]

/** What is shown; '' lets everything pass. */
export interface Filter {
  readonly standing: Standing | ''
  readonly kind: CorrectionKind | ''
  readonly certainty: Certainty | ''
  readonly person: string
  readonly document: string
  readonly order: Order
}

export const everything: Filter = {
  standing: '',
  kind: '',
  certainty: '',
  person: '',
  document: '',
  order: 'place',
}

/** The items that a filter lets pass, in its order. `items` stand by document and place already. */
export function shownOf(items: readonly QueueItem[], filter: Filter): readonly QueueItem[] {
  const { standing, kind, certainty, person, document, order } = filter
  const passing = items.filter(
    item =>
      (standing === '' || item.standing === standing) &&
      (kind === '' || item.kind === kind) &&
      (certainty === '' || item.certainty === certainty) &&
      (person === '' || item.by === person) &&
      (document === '' || item.document === document),
  )
  if (order === 'newest') passing.sort((a, b) => b.at - a.at)
  if (order === 'oldest') passing.sort((a, b) => a.at - b.at)
  return passing
}

/** The people, documents and certainties that occur, to be chosen from. */
export function choicesOf(items: readonly QueueItem[]) {
  const people = new Set<string>()
  const documents = new Map<string, string>()
  for (const { by, document, title } of items) {
    people.add(by)
    documents.set(document, title)
  }
  return { people: [...people], documents: [...documents], certainties }
}

/** The companies of corrections that compete with one another, by the first of each. */
export function companiesOf(items: readonly QueueItem[]): ReadonlyMap<string, readonly QueueItem[]> {
  const companies = new Map<string, QueueItem[]>()
  for (const item of items) {
    if (item.rivals === '') continue
    const key = companyOf(item)
    const company = companies.get(key)
    if (company) company.push(item)
    else companies.set(key, [item])
  }
  return companies
}

export function companyOf({ document, rivals }: QueueItem): string {
  return `${document}/${rivals}`
}

/** The next item that awaits a decision, after one and then from the beginning; null where there is none other. */
export function nextOpen(shown: readonly QueueItem[], from: number): QueueItem | null {
  for (let step = 1; step < shown.length; step++) {
    const item = shown[(from + step) % shown.length]!
    if (item.standing === 'proposed') return item
  }
  return null
}
