/** A Word file whose styles are its makers' own. */
import { t, wordFile, wp } from './docx.js'

const styles = `
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Zr"><w:name w:val="Zwischenruf"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Redner"><w:name w:val="Redner = Person"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Liste"><w:name w:val="Liste"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:styleId="Fett"><w:name w:val="Fett"/></w:style>`
const numbering =
  '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'

const styled = (id: string, text: string) => wp(t(text), `<w:pStyle w:val="${id}"/>`)

/** Its paragraphs: a heading, a speech, two interjections, an item, and two in no style of their own, one of them empty. */
export const styledWordFile = (): Uint8Array =>
  wordFile(
    [
      styled('berschrift1', 'Sitzung vom 3. Mai'),
      styled('Redner', 'Löbe: Die Sitzung ist eröffnet.'),
      styled('Zr', 'Heiterkeit rechts'),
      styled('Zr', 'Glocke'),
      styled('Liste', 'Erster Punkt'),
      wp(t('Schluss.')),
      wp(''),
    ].join(''),
    { styles, numbering },
  )
