/** Titles of documents that a list has shown, so that the next page can show them before it has asked for anything. */
const titles = new Map<string, string>()

export function learnTitles(documents: Iterable<{ readonly id: string; readonly title: string }>): void {
  for (const { id, title } of documents) titles.set(id, title)
}

export function titleOf(id: string): string | null {
  return titles.get(id) ?? null
}
