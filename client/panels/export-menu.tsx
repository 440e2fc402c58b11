import { useCallback, useEffect, useState } from 'react'
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components'
import type { Format, FormatOption } from '../../schema/formats/format.js'
import type { View } from '../../schema/readings.js'
import { exportAddress } from '../app/api.js'
import { useWorkbench } from '../app/workbench.js'
import { Down } from '../ui/icons.js'
import { viewOrder, viewWords } from './words.js'

const viewBeside: Record<View, string> = {
  received: 'as it came',
  diplomatic: 'transcription mended',
  reading: 'all accepted',
  all: 'proposals too',
}

/** Downloads the document in each format and each of the texts that the format can hold. The writers run on the server;
 * here only their names are needed, and they are fetched apart so that opening a document does not wait for them. */
export function ExportMenu() {
  const { opened } = useWorkbench()
  const [formats, setFormats] = useState<readonly Format[]>([])
  const load = useCallback(() => {
    import('../../schema/formats/index.js').then(
      module => setFormats(module.formats),
      () => setFormats([]),
    )
  }, [])
  useEffect(() => {
    const timer = setTimeout(load, 1_500)
    return () => clearTimeout(timer)
  }, [load])
  const save = (format: string, view: string | undefined, extra: string | undefined) => {
    const [option, value] = extra?.split('=') ?? []
    const options = option && value ? { [option]: value } : {}
    const link = document.createElement('a')
    link.href = exportAddress(opened.about.id, format, view || null, extra === 'apparatus', options)
    link.download = ''
    link.click()
  }
  return (
    <MenuTrigger
      onOpenChange={open => {
        if (open && formats.length === 0) load()
      }}
    >
      <Button className="btn btn-primary export-button">
        Export <Down size={14} />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu
          className="menu"
          aria-label="Export"
          onAction={key => {
            const [format = '', view, extra] = String(key).split('/')
            save(format, view, extra)
          }}
          renderEmptyState={() => <p className="side-empty">Loading…</p>}
        >
          {formats.map(format => (
            <MenuSection key={format.name}>
              <Header className="menu-head">
                {format.title} · .{format.extension.replace(/^\./, '')}
              </Header>
              {oneOption(format)?.choices.map(({ value, title }) => (
                <MenuItem
                  key={value}
                  id={`${format.name}//${oneOption(format)!.name}=${value}`}
                  className="menu-item"
                  textValue={`${format.title}, ${title}`}
                >
                  {title}
                </MenuItem>
              ))}
              {(oneOption(format) ? [] : viewsIn(format)).map(view => (
                <MenuItem
                  key={view ?? 'everything'}
                  id={`${format.name}/${view ?? ''}`}
                  className="menu-item"
                  textValue={`${format.title}, ${view ? viewWords[view] : 'everything'}`}
                >
                  {view ? viewWords[view] : 'Everything'}
                  {view && <span className="end">{viewBeside[view]}</span>}
                </MenuItem>
              ))}
              {format.name === 'text' && (
                <MenuItem
                  id="text/reading/apparatus"
                  className="menu-item"
                  textValue="Plain text, Reading with apparatus"
                >
                  Reading with apparatus
                  <span className="end">lists below</span>
                </MenuItem>
              )}
            </MenuSection>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}

/** The texts to choose from; null stands for all of them in one file. */
function viewsIn(format: Format): (View | null)[] {
  return format.views.length > 1 ? viewOrder.filter(view => format.views.includes(view)) : [null]
}

/** The option that takes the place of the texts in the menu, where a format has one and but one text. */
function oneOption({ options, views }: Format): FormatOption | undefined {
  return views.length === 1 && options?.length === 1 ? options[0] : undefined
}
