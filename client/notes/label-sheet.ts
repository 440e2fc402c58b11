/** The marks of notes in the text: a rule for each in a style sheet of their own, so that counting them anew changes
 * neither the text nor its ProseMirror document. */
import type { EditedDocument } from '../../schema/document.js'

export class LabelSheet {
  private readonly sheet = new CSSStyleSheet()
  private shown = ''

  constructor() {
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet]
  }

  show(edited: EditedDocument, labels: ReadonlyMap<string, string>): void {
    let rules = ''
    for (const [id, label] of labels) {
      const note = edited.notes.get(id)
      if (!note) continue
      const content = `{content:${JSON.stringify(label)}}`
      // A note that stands on nothing but proposed words is marked after those.
      rules +=
        note.start === note.end && note.on !== null
          ? `.sheet-text ins[data-id="${CSS.escape(note.on)}"]:not(:has(+ ins[data-id="${CSS.escape(note.on)}"]))::after${content}\n`
          : `.sheet-text .note[data-ends][data-id="${CSS.escape(id)}"]::after${content}\n`
    }
    if (rules === this.shown) return
    this.shown = rules
    this.sheet.replaceSync(rules)
  }

  clear(): void {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter(sheet => sheet !== this.sheet)
  }
}
