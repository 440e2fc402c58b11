/** What the elements of TEI are to a reader of running text. */
import { type BlockKind, blockKinds } from '../../../witness.js'
import { type Element, hasWords, isElement } from './nodes.js'

/** Not part of the text: it is kept in the file and nowhere else. */
export const hidden: ReadonlySet<string> = new Set(
  'teiHeader facsimile standOff fsdDecl xenoData listApp index interp interpGrp rdg rdgGrp wit linkGrp joinGrp altGrp spanGrp timeline listTranspose listRelation certainty precision respons'.split(
    ' ',
  ),
)

/** What stands in the text as a block or holds blocks, wherever it occurs. */
const always: ReadonlySet<string> = new Set(
  (
    'TEI teiCorpus text front body back group floatingText div div1 div2 div3 div4 div5 div6 div7 ' +
    'p ab head l lg list item table row cell sp spGrp u opener closer dateline salute signed postscript ' +
    'argument epigraph trailer titlePage docTitle titlePart speaker castList castGroup castItem figure ' +
    'listBibl biblStruct biblFull listPerson listPlace listOrg listEvent listNym person personGrp place org event nym ' +
    'sourceDoc surface surfaceGrp zone line addrLine fw stamp eTree entry entryFree superEntry'
  ).split(' '),
)

/** What stands in the line where it stands among words, and is a block by itself elsewhere. */
const eitherWay: ReadonlySet<string> = new Set(
  'quote q said cit stage label bibl note address byline docAuthor docDate docEdition docImprint imprimatur add del subst figDesc desc incident kinesic vocal writing seg gloss term formula eg'.split(
    ' ',
  ),
)

/** Blocks whose words are set in one line after the other, so that what is in them is in the line as well. */
const lines: ReadonlySet<string> = new Set(
  'p ab l head dateline salute signed speaker titlePart trailer addrLine line fw stamp'.split(' '),
)

/** Verses, lines of an address, lines of a page: several make one block. */
export const joined: ReadonlySet<string> = new Set(['l', 'addrLine', 'line'])

/** Whether an element, as it stands, is or holds a block. */
export function isBlock(element: Element): boolean {
  const { name, isTei, parent } = element
  if (!isTei) return holdsBlocks(element)
  if (always.has(name)) return true
  if (!parent || isInLine(parent)) return false
  return eitherWay.has(name) || holdsBlocks(element)
}

const holding = new WeakMap<Element, boolean>()

function holdsBlocks(element: Element): boolean {
  const known = holding.get(element)
  if (known !== undefined) return known
  const holds = element.children.some(
    child => isElement(child) && ((child.isTei && always.has(child.name)) || holdsBlocks(child)),
  )
  holding.set(element, holds)
  return holds
}

const inLine = new WeakMap<Element, boolean>()

/** Whether what stands directly in an element stands in a line of text. */
export function isInLine(element: Element): boolean {
  const known = inLine.get(element)
  if (known !== undefined) return known
  const { name, parent } = element
  const is =
    lines.has(name) ||
    hasWords(element) ||
    (parent !== null && !isBlock(element) && isInLine(parent)) ||
    (!always.has(name) && !eitherWay.has(name) && !holdsBlocks(element) && !hidden.has(name))
  inLine.set(element, is)
  return is
}

/** An `<ab type="signature">` or the like, as this program writes them. */
export function kindNamed(name: string | undefined): BlockKind | null {
  return (blockKinds as readonly string[]).includes(name ?? '') ? (name as BlockKind) : null
}
