import { useCallback, useEffect, useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import { Link } from 'wouter'
import { can } from '../../schema/people.js'
import { editions as askEditions, type Edition, type ListedDocument } from '../app/api.js'
import { account } from '../app/identity.js'
import { later } from '../app/later.js'
import { EditionLinks } from '../app/places.js'
import { ThemeButton } from '../app/theme-button.js'
import { learnTitles } from '../app/titles.js'
import { useValue } from '../app/value.js'
import { AccountMenu } from '../people/account-menu.js'
import { Button } from '../ui/button.js'
import { useFileDrop } from '../ui/file-drop.js'
import { Plus, Sheet } from '../ui/icons.js'
import { EarlierWitnesses } from '../witness/earlier.js'
import { ImportDialog } from './import-dialog.js'
import { Imports } from './imports.js'
import { RenameDialog } from './rename-dialog.js'
import './library.css'

const EditionDialog = later(async () => (await import('../export/edition-dialog.js')).EditionDialog)

/** The first page: the editions, their documents, and the way in for new ones. `onIdle` is called when it is there. */
export function Library({ onIdle }: { readonly onIdle: () => void }) {
  const profile = useValue(account)
  const [editions, setEditions] = useState<readonly Edition[] | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [imports, setImports] = useState<Imports | null>(null)
  const [exporting, setExporting] = useState<Edition | null>(null)
  const [renaming, setRenaming] = useState<ListedDocument | null>(null)

  const load = useCallback(() => {
    askEditions()
      .then(list => {
        setEditions(list)
        learnTitles(list.flatMap(edition => edition.documents))
        setFailure(null)
      })
      .catch(error => setFailure(error instanceof Error ? error.message : String(error)))
  }, [])
  useEffect(() => {
    document.title = 'Corrigenda'
    load()
  }, [load])
  useEffect(() => {
    const timer = setTimeout(onIdle, 300)
    return () => clearTimeout(timer)
  }, [onIdle])

  const into = (editions ?? []).filter(({ role }) => can({ id: '', role }, 'import'))
  const mayBegin = can({ id: '', role: profile?.house ?? null }, 'makeEdition')
  const mayImport = mayBegin || into.length > 0
  const take = (files: readonly File[]) => {
    if (files.length === 0 || !mayImport) return
    const taken = imports ?? new Imports()
    setImports(taken)
    void taken.add(files)
  }
  const { dragging, handlers } = useFileDrop(take)

  return (
    <div className="library" {...handlers}>
      <header className="library-head">
        <Link className="brand" href="/">
          Corri<b>genda</b>
        </Link>
        <div className="end">
          <ThemeButton />
          <AccountMenu />
        </div>
      </header>
      <main className="library-body">
        <div className="library-title">
          <h1>Editions</h1>
          {mayImport && (
            <FileTrigger allowsMultiple onSelect={list => take([...(list ?? [])])}>
              <Button look="primary">
                <Plus size={14} /> Import documents…
              </Button>
            </FileTrigger>
          )}
        </div>
        {failure && (
          <div className="import-error" role="alert">
            <strong>{failure}</strong>
            <div>
              <Button small onPress={load}>
                Try again
              </Button>
            </div>
          </div>
        )}
        {editions?.length === 0 && (
          <p className="empty">
            {mayImport
              ? 'There is no edition yet. Drop a transcription here to begin one.'
              : 'No edition is open to you yet. Ask an owner to let you into one.'}
          </p>
        )}
        {editions?.map(edition => (
          <section key={edition.id} className="edition" aria-labelledby={`edition-${edition.id}`}>
            <h2 id={`edition-${edition.id}`}>
              {edition.title}{' '}
              <small className="edition-size">
                {edition.documents.filter(({ id, current }) => id === current).length}
              </small>
            </h2>
            <div className="edition-ways">
              <EditionLinks edition={edition.id} />
              {profile && edition.documents.length > 0 && (
                <Button small onPress={() => setExporting(edition)}>
                  Export the edition…
                </Button>
              )}
            </div>
            <ul className="documents">
              {edition.documents
                .filter(({ id, current }) => id === current)
                .map(document => (
                  <li key={document.id}>
                    <DocumentLink document={document} />
                    {can({ id: '', role: document.role }, 'describe') && (
                      <Button
                        small
                        look="plain"
                        className="document-rename"
                        aria-label={`Rename “${document.title}”`}
                        onPress={() => setRenaming(document)}
                      >
                        Rename
                      </Button>
                    )}
                    {document.replaces && (
                      <details className="witness-more">
                        <summary>Earlier witnesses</summary>
                        <EarlierWitnesses document={document.id} />
                      </details>
                    )}
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </main>
      {dragging && mayImport && (
        <div className="drop-veil">
          <p>Drop to look at it</p>
        </div>
      )}
      {imports && (
        <ImportDialog
          imports={imports}
          editions={into}
          mayBegin={mayBegin}
          onClose={() => {
            setImports(null)
            load()
          }}
        />
      )}
      {exporting && <EditionDialog opening={null} edition={exporting} onClose={() => setExporting(null)} />}
      {renaming && (
        <RenameDialog
          document={renaming}
          onClose={() => {
            setRenaming(null)
            load()
          }}
        />
      )}
    </div>
  )
}

function DocumentLink({ document }: { readonly document: ListedDocument }) {
  const day = new Date(document.created).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  })
  return (
    <Link href={`/d/${document.id}`} className="document-link">
      <Sheet />
      <strong>{document.title}</strong>
      <small className="document-facts">
        {document.words.toLocaleString('en')} words · {day}
      </small>
    </Link>
  )
}
