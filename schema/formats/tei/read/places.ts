/** What may stand where in a TEI file, and where things stand in one that is being changed. */
import { type Element, hasWords, isWhite, type Node } from './nodes.js'
import { woven } from './tags.js'

/** Elements that may be closed and opened again where a range crosses them: they say how words look, not what they are. */
export const splittable: ReadonlySet<string> = new Set(['hi', 'emph', 'seg', 'foreign', 'distinct'])

/** Elements that hold characters and nothing else, or so little else that no correction, note or name may stand in them. */
const closed: ReadonlySet<string> = new Set(
  (
    'code eg ident gi att val tag span binaryObject c m formula idno g am ex fDecl string symbol numeric binary egXML altIdent figDesc desc ' +
    'catDesc gloss equiv locus width height depth dim offset pron orth incident kinesic vocal writing shift geo rb rt ' +
    'ruby elementSpec classSpec macroSpec dataSpec moduleSpec schemaSpec specGrp constraintSpec attDef valItem valList postCode lbl lang pc fs oRef'
  ).split(' '),
)

/** Elements that stand in a line of text and may be wrapped with it (TEI's model.phrase, model.inter, model.global). */
export const phrases: ReadonlySet<string> = new Set(
  (
    'hi emph seg foreign distinct ref ptr persName placeName orgName geogName name rs date time num measure title term gloss q quote choice sic ' +
    'corr orig reg abbr expan supplied surplus unclear gap add del subst damage restore handShift lb pb cb gb milestone anchor note fw g ' +
    'w pc app lem metamark space graphic soCalled mentioned forename surname roleName nameLink genName addName settlement country region ' +
    'bloc district mod retrace redo list stage stamp idno address email cit bibl affiliation code formula figure hyph'
  ).split(' '),
)

export function isBlockName(element: Element | null): boolean {
  return /^(?:p|ab|head|l|lg|item|list|row|cell|table|sp|u|div[1-7]?|opener|closer|dateline|salute|signed|speaker|body|front|back|text)$/.test(
    element?.name ?? '',
  )
}

/** Whether anchors and notes may stand in an element. */
export function takesPoints(element: Element): boolean {
  return (
    isMixed(element) ||
    /^(?:div[1-7]?|body|front|back|text|list|table|row|lg|sp|figure|opener|closer|castList|floatingText|group|titlePage|TEI|teiCorpus)$/.test(
      element.name,
    )
  )
}

/** Whether any phrase of a text may stand in an element. */
export function takesPhrases(element: Element | null): boolean {
  return element !== null && hosts.has(element.name)
}

const hosts: ReadonlySet<string> = new Set(
  (
    'p ab head l hi emph item cell note q quote ref salute signed dateline sic orig abbr corr reg lem rdg add del seg persName placeName orgName ' +
    'name rs foreign title date bibl u s stage speaker label supplied unclear fw stamp trailer byline opener closer docAuthor docDate addrLine titlePart'
  ).split(' '),
)

/** Whether a node is white space between elements where no words stand. */
export function isBetween(node: Node): boolean {
  if (node.type !== 'text' || !isWhite(node.text)) return false
  const within = parentOf(node)
  return within !== null && !isMixed(within)
}

/** Whether an element holds words beside its elements. */
export function isMixed(element: Element): boolean {
  return (
    woven.has(element) ||
    hasWords(element) ||
    /^(?:p|ab|head|l|hi|emph|seg|cell|item|note|q|quote|ref|salute|signed|dateline|sic|orig|abbr|corr|reg|lem|add|del|persName|placeName|orgName|rs|name|foreign|title|s|lem|u|p|date|bibl)$/.test(
      element.name,
    )
  )
}

/** The outermost element around a node that takes nothing in: one for characters only, or the markup of another
 * namespace that the node stands in directly. */
export function barrierAround(node: Node): Element | null {
  let barrier: Element | null = null
  let isForeign = true
  for (let element = outside(node); element; element = around(element)) {
    isForeign &&= !element.isTei
    if (isForeign || closed.has(element.name)) barrier = element
  }
  return barrier
}

/** The element in which a node stands, as the file has become. */
export function parentOf(node: Node): Element | null {
  let before = node.prev
  while (before) {
    const { element, type } = before
    if (element && type === 'open') return element
    before = element && type === 'close' ? element.open.prev : before.prev
  }
  return null
}

/** The element in which a tag's element or a node stands. */
export function outside(node: Node): Element | null {
  return node.type === 'close' && node.element ? parentOf(node.element.open) : parentOf(node)
}

/** The element around another. What was woven in stands within blocks only. */
export function around(element: Element): Element | null {
  return isBlockName(element) ? element.parent : parentOf(element.open)
}
