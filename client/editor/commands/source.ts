/** Commands that mark what the page itself shows: readings that are unclear, gaps, and what the source's own writer added,
 * deleted or typed over. They change nothing that is read. */
import {
  attrText,
  type Clarity,
  clarities,
  isSourceMark,
  readGap,
  type SourceMark,
  type SourceMarkType,
  sourceMarksIn,
} from '../../../schema/source-marks.js'
import type { Attrs } from '../../../schema/witness.js'
import type { Command, Question } from '../command.js'
import type { Editor } from '../editor.js'

const editable = (editor: Editor) => editor.state.editable

export const sourceCommands: readonly Command[] = [
  {
    id: 'unclear',
    title: 'Unclear; again for another certainty',
    section: 'Source',
    keys: 'Alt-Shift-H',
    enabled: editable,
    run: editor => {
      const here = markHere(editor, 'unclear')
      if (!here) return mark(editor, 'unclear', { cert: 'medium' })
      const next = nextClarity(attrText(here.attrs, 'cert'))
      return next === null ? remove(editor, here) : mark(editor, 'unclear', { cert: next }, here)
    },
  },
  ...clarities.map(
    (cert): Command => ({
      id: `unclear-${cert}`,
      title: `Unclear, read with ${cert} certainty`,
      section: 'Source',
      enabled: editable,
      run: editor => mark(editor, 'unclear', { cert }, markHere(editor, 'unclear')),
    }),
  ),
  {
    id: 'gap',
    title: 'Gap in the source…',
    section: 'Source',
    keys: 'Alt-Shift-Y',
    ask: {
      label: 'Why, and how much is lost: illegible, 3 characters',
      suggestions: () => [
        'illegible, 1 word',
        'illegible, 3 characters',
        'torn, 1 line',
        'damaged',
        'faded',
        'cut off',
        'stamped over',
        'redacted',
      ],
      initial: editor => {
        const here = markHere(editor, 'gap')
        if (!here) return ''
        const size = [attrText(here.attrs, 'extent'), attrText(here.attrs, 'unit')].filter(Boolean).join(' ')
        return [attrText(here.attrs, 'reason'), size].filter(Boolean).join(', ')
      },
    },
    enabled: editable,
    run: (editor, answer) => {
      if (!answer?.trim()) return false
      const attrs = readGap(answer)
      const here = markHere(editor, 'gap')
      if (here?.isPoint || (!here && editor.state.empty)) return pointGap(editor, attrs, here)
      return mark(editor, 'gap', attrs, here)
    },
  },
  asked('added', 'Added in the source itself…', 'F2', 'add', 'place', {
    label: 'Where does it stand?',
    suggestions: () => ['above', 'below', 'inline', 'margin', 'overleaf', 'end'],
  }),
  asked('deleted', 'Deleted in the source itself…', 'F4', 'del', 'rend', {
    label: 'How is it deleted?',
    suggestions: () => ['overstrike', 'strikethrough', 'x-ed-out', 'erased'],
  }),
  asked('overtyped', 'Typed over something else…', 'Shift-F4', 'subst', 'deleted', {
    label: 'What stood there before? Empty where it cannot be read',
    suggestions: () => [],
  }),
  {
    id: 'remove-mark',
    title: 'Remove the mark of the source here',
    section: 'Source',
    keys: 'Shift-F2',
    enabled: editor => editable(editor) && markHere(editor) !== null,
    run: editor => {
      const here = markHere(editor)
      return here !== null && remove(editor, here)
    },
  },
]

/** A command that asks for one attribute, which may be empty. */
function asked(
  id: string,
  title: string,
  keys: string,
  type: SourceMarkType,
  key: string,
  ask: Pick<Question, 'label' | 'suggestions'>,
): Command {
  return {
    id,
    title,
    section: 'Source',
    keys,
    ask: { ...ask, initial: editor => attrText(markHere(editor, type)?.attrs, key), mayBeEmpty: true },
    enabled: editable,
    run: (editor, answer) => {
      const value = answer?.trim() ?? ''
      return mark(editor, type, value ? { [key]: value } : {}, markHere(editor, type))
    },
  }
}

/** Marks the selection or the word at the caret, or says something else of a mark that is there. */
function mark(editor: Editor, type: SourceMarkType, attrs: Attrs, here: SourceMark | null = null): boolean {
  const range = here ?? editor.selectedRange()
  if (!range) return false
  if ('correction' in range && range.correction !== null) {
    editor.tell('Marks of the source stand on what the source has, not on what a correction proposes')
    return false
  }
  const { start, end } = range
  const id = here?.id ?? editor.newId()
  return editor.change(() => editor.document.layers.setSpan({ id, start, end, type, attrs }))
}

function pointGap(editor: Editor, attrs: Attrs, here: SourceMark | null): boolean {
  const at = here?.start ?? editor.state.offset
  const id = here?.id ?? editor.newId()
  return editor.change(() => editor.document.layers.setMilestone({ id, at, type: 'gap', attrs }))
}

function remove(editor: Editor, { id, isPoint }: SourceMark): boolean {
  const { document } = editor
  return editor.change(() => {
    if (isPoint) document.layers.removeMilestone(id, document.isWitnessMilestone(id))
    else document.layers.removeSpan(id, document.isWitnessSpan(id))
  })
}

/** The smallest mark of the source, or of one type of it, that covers the selection or the caret. */
function markHere(editor: Editor, type?: SourceMarkType): SourceMark | null {
  const { offset, empty } = editor.state
  const range = empty ? null : editor.selectedRange()
  const [start, end] = range ? [range.start, range.end] : [offset, offset]
  const covering = sourceMarksIn(editor.document, start, end).filter(
    found =>
      isSourceMark(found.type) &&
      (type === undefined || found.type === type) &&
      found.start <= start &&
      found.end >= end,
  )
  covering.sort((a, b) => a.end - a.start - (b.end - b.start))
  return covering[0] ?? null
}

/** Medium first, then low, high, and no mark at all. */
function nextClarity(cert: string): Clarity | null {
  return cert === 'medium' ? 'low' : cert === 'low' ? 'high' : cert === 'high' ? null : 'medium'
}
