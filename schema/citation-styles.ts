/** The styles in which citations can be printed. */

/** The styles to choose from: those that come with citeproc, and one of ours. */
export const citationStyles = [
  ['apa', 'Author and year, as in APA'],
  ['harvard1', 'Author and year, as in Harvard'],
  ['vancouver', 'Numbers, as in Vancouver'],
  ['full-note', 'Full title in the note'],
] as const
export type CitationStyle = (typeof citationStyles)[number][0]
