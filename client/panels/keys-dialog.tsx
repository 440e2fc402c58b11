import { useWorkbench } from '../app/workbench.js'
import { sections } from '../editor/command.js'
import { spelledKeys } from '../editor/keys.js'
import { Button } from '../ui/button.js'
import { Modal } from '../ui/modal.js'
import './palette.css'

const pageKeys: readonly (readonly [string, string])[] = [
  ['Find, go to, command', 'Mod-K'],
  ['Find in the text', 'Mod-F'],
  ['Find and replace', 'Mod-H'],
  ['Next place found', 'F3'],
  ['Previous place found', 'Shift-F3'],
  ['Next part of the page: text, cards, contents, head, foot', 'F6'],
  ['Previous part of the page', 'Shift-F6'],
  ['Menu at the caret', 'Shift-F10'],
  ['Accept, on a card', 'A'],
  ['Reject, on a card', 'R'],
  ['These keys', 'F1'],
]

/** All keys on one sheet. */
export function KeysDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { editor } = useWorkbench()
  return (
    <Modal title="Keys" isOpen={isOpen} onClose={onClose} wide>
      <div className="keys">
        <KeyList
          title="Everywhere"
          keys={pageKeys.filter(([what]) => editor.may('decide') || !what.endsWith('on a card'))}
        />
        {sections.map(section => (
          <KeyList
            key={section}
            title={section}
            keys={editor.commands.flatMap(c =>
              c.section === section && c.keys && (!c.deed || editor.may(c.deed))
                ? [[c.title, c.keys] as const]
                : [],
            )}
          />
        ))}
      </div>
      <div className="dialog-foot">
        <Button look="primary" onPress={onClose}>
          Close
        </Button>
      </div>
    </Modal>
  )
}

function KeyList({
  title,
  keys,
}: {
  readonly title: string
  readonly keys: readonly (readonly [string, string])[]
}) {
  if (keys.length === 0) return null
  return (
    <section>
      <h3 className="menu-head">{title}</h3>
      <dl className="key-list">
        {keys.map(([what, key]) => (
          <div key={what}>
            <dt>{what.replace(/…$/, '')}</dt>
            <dd>
              <kbd>{spelledKeys(key)}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
