/** Takes texts out of our TEI, as somebody else's program would. */

const blockElements = new Set('p head ab stage item l dateline signed salute fw stamp speaker'.split(' '))
const received = new Set('corr reg expan supplied note rdg'.split(' '))
const corrected = new Set('sic orig abbr surplus note rdg'.split(' '))

/** The texts of the source's blocks (of verse: of its lines): what stands in `<p>` and the like, cut at raw line feeds
 * and at breaks within a word. `received` reads sic and leaves out corr, `corrected` the other way about. */
export function textsOf(tei: string, choose: 'received' | 'corrected'): string[] {
  const skipped = choose === 'received' ? received : corrected
  const body = tei
    .slice(tei.indexOf('<body>'), tei.lastIndexOf('</body>'))
    // What was typed over is an editor's observation and no text of the transcription.
    .replace(/<subst><del[^>]*>.*?<\/del>/g, '<subst>')
  const texts: string[] = []
  let text = ''
  let skip = 0
  let before = ''
  const cut = () => {
    if (text !== '') texts.push(text)
    text = ''
  }
  /** Of the notes that are open, which are a stamp's. */
  const notes: boolean[] = []
  for (const [, close, element = '', attributes = '', empty, words] of body.matchAll(
    /<(\/?)([\w:]+)([^>]*?)(\/?)>|([^<]+)/g,
  )) {
    if (words !== undefined) {
      if (skip > 0) continue
      const lines = words.split('\n')
      lines.forEach((line, i) => {
        if (i > 0 && before !== '/speaker') cut()
        text += unescaped(line)
      })
      continue
    }
    if (element === 'note' && !close) notes.push(/type="stamp"/.test(attributes))
    const isStamp = element === 'note' && (close ? notes.pop() : notes.at(-1))
    const name = isStamp ? 'stamp' : element
    if (skipped.has(name)) {
      if (!empty) skip += close ? -1 : 1
      continue
    }
    if (skip > 0) continue
    if (name === 'lb' && attributes.trim() === '') text += '\n'
    else if (/ break="no"/.test(attributes)) cut()
    else if (
      blockElements.has(name) ||
      (name === 'seg' && /type="(label|rule)"/.test(attributes) && before === 'closer')
    ) {
      // A speaker's name and the paragraph after it are one line of the source.
      const goesOn = before === '/speaker' && name === 'p' && !close
      if (!goesOn && !(close && name === 'speaker')) cut()
    }
    before = `${close}${name}`
  }
  cut()
  return texts
}

const unescaped = (text: string) =>
  text.replace(
    /&(amp|lt|gt|quot|#13);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#13': '\r' })[name]!,
  )
