/** Where the cards beside the text stand. */

/** `want` is where a card would stand to be level with its place in the text; all numbers are CSS pixels. */
export interface CardBox {
  readonly id: string
  readonly want: number
  readonly height: number
}

/** The top of each card, in the order given, which is text order. No two overlap. The active card stands exactly at its
 * place; those above it make room upwards, those below downwards. Without an active card all make room downwards. */
export function layoutCards(
  cards: readonly CardBox[],
  active: string | null,
  gap: number,
): Map<string, number> {
  const tops = new Map<string, number>()
  const pivot = Math.max(
    0,
    cards.findIndex(card => card.id === active),
  )
  let free = Number.NEGATIVE_INFINITY
  for (const card of cards.slice(pivot)) {
    const top = Math.max(card.want, free)
    tops.set(card.id, top)
    free = top + card.height + gap
  }
  let limit = cards[pivot]?.want ?? 0
  // Only the active card pushes upwards; else the first card is the pivot and there is nothing above it.
  for (let i = pivot - 1; i >= 0; i--) {
    const card = cards[i]!
    const top = Math.min(card.want, limit - gap - card.height)
    tops.set(card.id, top)
    limit = top
  }
  return tops
}

/** Where the active card wants to stand when there is `room` pixels: at its place, but higher where its buttons would be
 * cut off below, as long as its place in the text is in sight at all. */
export function wholeInSight(want: number, height: number, room: number): number {
  return want >= 0 && want < room ? Math.max(0, Math.min(want, room - height - 8)) : want
}
