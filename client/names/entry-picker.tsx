import { useMemo, useRef, useState } from 'react'
import { Autocomplete, Input, Menu, MenuItem, TextField } from 'react-aria-components'
import type { NameType } from '../../schema/names.js'
import { formsOf, type Register, type RegisterEntry, typeWords } from '../../schema/register.js'
import { fuzzyScore } from '../panels/fuzzy.js'
import './names.css'

/** What was picked: an entry, a new one of a form, or none. */
export type Picked =
  | { readonly is: 'entry'; readonly id: string }
  | { readonly is: 'new'; readonly form: string }
  | { readonly is: 'none' }

export interface EntryPickerProps {
  readonly register: Register
  readonly type: NameType
  /** The words that are to be tagged: entries with this form come first. */
  readonly words: string
  /** Where entries are merged: the one that is not offered. Only entries are offered then. */
  readonly except?: string
  readonly onPick: (picked: Picked) => void
}

/** So many entries are offered; more letters find the others. */
const most = 12

/** Picks an entry of the register by its canonical form or a variant, or makes a new one. Arrow keys and Enter. */
export function EntryPicker({ register, type, words, except, onPick }: EntryPickerProps) {
  const [query, setQuery] = useState('')
  const entries = useMemo(
    () => offered(register, type, words, query, except),
    [register, type, words, query, except],
  )
  const form = query.trim() || words
  // Enter reaches the form also where an entry has just taken it.
  const isPicked = useRef(false)
  const pick = (picked: Picked) => {
    if (isPicked.current) return
    isPicked.current = true
    onPick(picked)
  }
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        if (except !== undefined && query.trim() === '') return
        if (entries[0]) pick({ is: 'entry', id: entries[0].id })
        else if (except === undefined) pick({ is: 'new', form })
      }}
    >
      <Autocomplete inputValue={query} onInputChange={setQuery}>
        <TextField aria-label="Find in the register" autoFocus className="field">
          <Input className="input" placeholder={`Find a ${typeWords[type][0]} in the register, or go on`} />
        </TextField>
        <Menu
          className="menu picker"
          aria-label="Entries of the register"
          autoFocus={false}
          onAction={key => {
            if (key === 'new') pick({ is: 'new', form })
            else if (key === 'none') pick({ is: 'none' })
            else pick({ is: 'entry', id: String(key).slice(2) })
          }}
        >
          {[
            ...entries.map(entry => (
              <MenuItem key={entry.id} id={`e:${entry.id}`} className="menu-item" textValue={entry.form}>
                <span className="picker-entry">
                  <strong>{entry.form}</strong> {entry.dates && <span className="quiet">{entry.dates}</span>}
                  <small>{besides(entry)}</small>
                </span>
              </MenuItem>
            )),
            ...(except === undefined
              ? [
                  <MenuItem key="new" id="new" className="menu-item" textValue={`New entry ${form}`}>
                    <span className="picker-entry">New entry “{form}”</span>
                  </MenuItem>,
                  <MenuItem key="none" id="none" className="menu-item" textValue="Without an entry">
                    <span className="picker-entry quiet">
                      Without an entry: say later who or what is meant
                    </span>
                  </MenuItem>,
                ]
              : []),
          ]}
        </Menu>
      </Autocomplete>
    </form>
  )
}

/** The entries that answer a query best; without one, those that have the words as a form, then those alike. */
function offered(
  register: Register,
  type: NameType,
  words: string,
  query: string,
  except: string | undefined,
): RegisterEntry[] {
  const asked = query.trim()
  const score = (entry: RegisterEntry): number => {
    const text = formsOf(entry).join(' ')
    if (asked !== '') return fuzzyScore(asked, text)
    if (formsOf(entry).includes(words)) return 1000
    const parts = words.split(' ').filter(word => word.length > 2)
    // Where entries are merged any of them may be meant, those alike first.
    return Math.max(except === undefined ? 0 : 0.1, ...parts.map(word => fuzzyScore(word, text)))
  }
  return register.entries
    .filter(entry => entry.type === type && entry.id !== except)
    .map(entry => ({ entry, score: score(entry) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ entry }) => entry)
}

function besides({ variants, note }: RegisterEntry): string {
  const known = variants.length > 0 ? `also ${variants.slice(0, 4).join(', ')}` : ''
  return [known, note.split('\n')[0]!.slice(0, 90)].filter(text => text !== '').join(' · ')
}
