import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { Input, SearchField, ToggleButton } from 'react-aria-components'
import type { EditedDocument } from '../../schema/document.js'
import { type Match, type MatchPart, search } from '../../schema/search.js'
import type { InView } from '../app/viewport.js'
import { useEditorState, useWorkbench } from '../app/workbench.js'
import type { Editor } from '../editor/editor.js'
import { replaceAll } from '../editor/replacing.js'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import { Cross, Down, Right, Up } from '../ui/icons.js'
import { tell } from '../ui/toast.js'
import './palette.css'

type Where = 'all' | 'reading' | 'received'

/** As many places as are looked for; whoever finds more needs another word. */
const most = 5_000

export interface Find {
  readonly isOpen: boolean
  readonly query: string
  readonly matchCase: boolean
  readonly where: Where
  readonly matches: readonly Match[]
  readonly current: number
  readonly input: React.RefObject<HTMLInputElement | null>
  readonly open: () => void
  readonly close: () => void
  readonly setQuery: (query: string) => void
  readonly setMatchCase: (matchCase: boolean) => void
  readonly setWhere: (where: Where) => void
  readonly step: (direction: 1 | -1) => void
  /** What is to stand in the place of what is found; null while nobody asked to replace. */
  readonly replacement: string | null
  readonly setReplacement: (replacement: string | null) => void
  /** Replaces the match in hand and goes on to the next; with none in hand it goes to one. */
  readonly replace: () => void
  readonly replaceAll: () => void
  /** Opens the bar with both its fields; where the text cannot be changed, with one. */
  readonly openReplacing: () => void
  /** Opens the bar with a query, as the palette does. */
  readonly searchFor: (query: string) => void
}

/** Finding in the text. `view` says which matches are in sight: only those are highlighted. */
export function useFind(view: InView): Find {
  const { editor, document: edited } = useWorkbench()
  const [isOpen, setOpen] = useState(false)
  const [query, setQuery] = useState('')
  const [matchCase, setMatchCase] = useState(false)
  const [where, setWhere] = useState<Where>('all')
  const [current, setCurrent] = useState(-1)
  const [matches, setMatches] = useState<readonly Match[]>([])
  const [replacement, setReplacement] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const wanted = `${where} ${matchCase} ${query}`
  const looked = useRef('')

  const look = useCallback(() => {
    const found = search(edited, query, { matchCase, view: where, most })
    looked.current = wanted
    setMatches(found)
    return found
  }, [edited, query, matchCase, where, wanted])
  useEffect(() => {
    if (!isOpen) return
    let timer = setTimeout(look, 120)
    const stop = edited.onChange(() => {
      clearTimeout(timer)
      timer = setTimeout(look, 400)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [isOpen, look, edited])

  useEffect(() => {
    if (!isOpen) {
      editor.highlight('find', [])
      editor.highlight('find-current', [])
      return
    }
    const { structure } = edited
    const near = (match: Match) => {
      const start = structure.starts[match.block] ?? 0
      return start >= view.from - 2_000 && start <= view.to + 2_000
    }
    const now = matches[current]
    editor.highlight(
      'find',
      matches.filter(m => m !== now && near(m)).flatMap(m => m.parts),
    )
    editor.highlight('find-current', now ? now.parts : [])
  }, [isOpen, matches, current, view, editor, edited])

  const go = (list: readonly Match[], index: number) => {
    const parts = list[index]?.parts
    setCurrent(index)
    if (!parts) return
    const bar = input.current?.closest('.find-bar')
    const had = document.activeElement
    goToParts(editor, parts)
    const back = had instanceof HTMLInputElement && bar?.contains(had) ? had : input.current
    back?.focus()
  }
  const step = (direction: 1 | -1) => {
    // Whoever is quick presses Enter before the look for the last letter has begun.
    const list = isOpen && looked.current === wanted ? matches : look()
    if (list.length === 0) return
    const from =
      current >= 0 && current < list.length ? current : nearestBefore(edited, list, editor.state.offset)
    go(list, (from + direction + list.length) % list.length)
  }
  // When nothing is found any more, the button that was pressed cannot be pressed again, and would lose the focus.
  const leaveButton = () => {
    if (document.activeElement instanceof HTMLButtonElement) input.current?.focus()
  }
  const replace = () => {
    const known = looked.current === wanted ? matches : look()
    const at = current >= 0 ? current : known.findIndex(m => isSelected(editor, m))
    const match = known[at]
    if (!match || replacement === null) return step(1)
    const { left } = replaceAll(editor, [match], replacement)
    if (left > 0) tell({ words: 'There is a correction here already. Mend it in the text or on its card.' })
    const list = look()
    if (list.length > 0) go(list, left > 0 ? (at + 1) % list.length : at % list.length)
    else leaveButton()
  }
  const replaceThem = () => {
    if (replacement === null) return
    const { made, left } = replaceAll(editor, look(), replacement)
    tell({
      words: made === 1 ? '1 proposal made' : `${made.toLocaleString('en')} proposals made`,
      ...(left > 0
        ? { detail: `${left === 1 ? '1 place is' : `${left} places are`} corrected already and left alone.` }
        : {}),
    })
    setCurrent(-1)
    look()
    leaveButton()
  }
  const open = useCallback(() => {
    setOpen(true)
    const { selection, doc } = editor.pm.state
    const words = doc.textBetween(selection.from, selection.to, ' ')
    if (words && words.length < 80) setQuery(words)
    setCurrent(-1)
    requestAnimationFrame(() => {
      input.current?.focus()
      input.current?.select()
    })
  }, [editor])
  const openReplacing = useCallback(() => {
    if (!editor.state.editable) return open()
    setReplacement(before => before ?? '')
    open()
  }, [editor, open])
  const searchFor = useCallback((words: string) => {
    setQuery(words)
    setCurrent(-1)
    setOpen(true)
    requestAnimationFrame(() => input.current?.focus())
  }, [])
  const close = useCallback(() => {
    setOpen(false)
    editor.focus()
  }, [editor])
  const ask = useCallback((words: string) => {
    setQuery(words)
    setCurrent(-1)
  }, [])
  return {
    isOpen,
    query,
    matchCase,
    where,
    matches: isOpen ? matches : [],
    current,
    input,
    open,
    openReplacing,
    close,
    setQuery: ask,
    setMatchCase,
    setWhere,
    step,
    replacement,
    setReplacement,
    replace,
    replaceAll: replaceThem,
    searchFor,
  }
}

/** Selects what was found, so that whoever closes the bar can type over it. */
function goToParts(editor: Editor, parts: readonly MatchPart[]): void {
  const [first] = parts
  const last = parts.at(-1)
  if (!first || !last) return
  if ('correction' in first) editor.goTo({ correction: first.correction })
  else if ('correction' in last) editor.goTo({ offset: first.start })
  else editor.goTo({ offset: first.start, end: last.end })
}

function isSelected(editor: Editor, { parts: [first] }: Match): boolean {
  const range = editor.state.empty ? null : editor.selectedRange()
  return range !== null && first !== undefined && !('correction' in first) && first.start === range.start
}

/** The match after which `offset` stands, so that the next one is the first that follows the caret. */
function nearestBefore(document: EditedDocument, matches: readonly Match[], offset: number): number {
  const offsetOf = (match: Match) => {
    const part = match.parts[0]
    return part && !('correction' in part) ? part.start : (document.structure.starts[match.block] ?? 0)
  }
  const after = matches.findIndex(match => offsetOf(match) >= offset)
  return (after < 0 ? matches.length : after) - 1
}

/** The bar at the head of the desk. Enter and F3 go on, with Shift back, Escape closes. */
export function FindBar({ find }: { readonly find: Find }) {
  const count = useMemo(() => {
    const { query, matches, current } = find
    if (!query.trim()) return ''
    if (matches.length === 0) return 'not found'
    const all =
      matches.length === most ? `${most.toLocaleString('en')}+` : matches.length.toLocaleString('en')
    return current >= 0 ? `${current + 1} of ${all}` : `${all} found`
  }, [find])
  const { editor } = useWorkbench()
  const state = useEditorState(editor)
  const editable = state.editable && editor.may('propose')
  if (!find.isOpen) return null
  const replacing = find.replacement !== null
  return (
    <div
      className="find-bar"
      role="search"
      onKeyDown={event => {
        // From its buttons too; a list that is open closes itself first.
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        find.close()
      }}
    >
      <div className="find-row">
        <ToggleButton
          className="btn btn-small btn-plain btn-icon"
          isSelected={replacing}
          onChange={on => find.setReplacement(on ? '' : null)}
          aria-label="Replace"
          isDisabled={!editable}
        >
          {replacing ? <Down /> : <Right />}
        </ToggleButton>
        <SearchField aria-label="Find in the text" value={find.query} onChange={find.setQuery} autoFocus>
          <Input
            ref={find.input}
            className="input"
            placeholder="Find in the text"
            onKeyDown={event => {
              if (event.nativeEvent.isComposing) return
              if (event.key === 'Enter') {
                event.preventDefault()
                find.step(event.shiftKey ? -1 : 1)
              } else if (event.key === 'Tab' && !event.shiftKey) {
                // What to find and what to put there are written one after the other; the buttons between lie behind Shift+Tab.
                const second = event.currentTarget.closest('.find-bar')?.querySelector('.find-replace input')
                if (!(second instanceof HTMLElement)) return
                event.preventDefault()
                second.focus()
              } else if (event.key === 'Escape') {
                event.preventDefault()
                find.close()
              }
            }}
          />
        </SearchField>
        <span className="find-count" role="status">
          {count}
        </span>
        <Button look="plain" icon small aria-label="Previous (Shift F3)" onPress={() => find.step(-1)}>
          <Up />
        </Button>
        <Button look="plain" icon small aria-label="Next (F3)" onPress={() => find.step(1)}>
          <Down />
        </Button>
        <ToggleButton
          className="btn btn-small btn-plain find-case"
          isSelected={find.matchCase}
          onChange={find.setMatchCase}
          aria-label="Match case"
        >
          Aa
        </ToggleButton>
        <Choice
          label="In which text"
          value={find.where}
          onChange={find.setWhere}
          options={[
            ['all', 'with proposals'],
            ['reading', 'reading text'],
            ['received', 'received text'],
          ]}
        />
        <Button look="plain" icon small aria-label="Close" onPress={find.close}>
          <Cross />
        </Button>
      </div>
      {replacing && editable && <ReplaceRow find={find} />}
    </div>
  )
}

/** What is to be proposed in the place of what was found. Enter replaces and goes on. */
function ReplaceRow({ find }: { readonly find: Find }) {
  const nothing = find.matches.length === 0
  return (
    <div className="find-row find-replace">
      <input
        className="input"
        aria-label="Replace with"
        placeholder="Replace with"
        // biome-ignore lint/a11y/noAutofocus: whoever asks to replace says with what
        autoFocus
        maxLength={20_000}
        value={find.replacement ?? ''}
        onChange={event => find.setReplacement(event.target.value)}
        onKeyDown={event => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Enter') {
            event.preventDefault()
            find.replace()
          } else if (event.key === 'Escape') {
            event.preventDefault()
            find.close()
          }
        }}
      />
      <Button small isDisabled={nothing} preventFocusOnPress onPress={find.replace}>
        Replace
      </Button>
      <Button small isDisabled={nothing} onPress={find.replaceAll}>
        Replace all
      </Button>
    </div>
  )
}
