/** Highlights: what is found, and what is in hand, shown without a change to the text or its ProseMirror document. */
import type { EditorView } from 'prosemirror-view'
import type { MatchPart } from '../../schema/search.js'
import type { Place } from './place.js'
import type { Target } from './selection.js'

/** Shows `parts` as the CSS highlight `name`. Where the browser has no such highlights, nothing is shown. */
export function highlight(
  view: EditorView,
  posOf: (place: Place) => number,
  name: string,
  parts: readonly MatchPart[],
): void {
  if (typeof CSS === 'undefined' || !('highlights' in CSS)) return
  if (parts.length === 0) {
    CSS.highlights.delete(name)
    return
  }
  const ranges: Range[] = []
  for (const part of parts) {
    const [from, to] =
      'correction' in part
        ? [inText(part.correction, part.start), inText(part.correction, part.end)]
        : [{ offset: part.start, side: 1 } as const, { offset: part.end, side: -1 } as const]
    const range = new Range()
    const start = view.domAtPos(posOf(from), 1)
    const end = view.domAtPos(posOf(to), -1)
    range.setStart(start.node, start.offset)
    range.setEnd(end.node, end.offset)
    ranges.push(range)
  }
  CSS.highlights.set(name, new Highlight(...ranges))
}

const inText = (id: string, index: number): Place => ({ id, index, anchor: null })

/** The frame around the correction or note in hand: one rule in a style sheet of its own, so that no mark need change. */
export class ActiveMark {
  private readonly sheet = new CSSStyleSheet()

  constructor() {
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet]
  }

  show(target: Target | null): void {
    if (!target) {
      this.sheet.replaceSync('')
      return
    }
    const id = CSS.escape('correction' in target ? target.correction : target.note)
    const color = 'correction' in target ? 'var(--active-correction)' : 'var(--active-note)'
    this.sheet.replaceSync(
      `.sheet-text [data-id="${id}"] { outline: 2px solid ${color}; outline-offset: 1px; border-radius: 3px; }`,
    )
  }

  clear(): void {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter(s => s !== this.sheet)
  }
}
