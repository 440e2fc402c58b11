/** Small pages of scans after the published schemas of PAGE and ALTO. */

const pageNamespace = (version: string) => `http://schema.primaresearch.org/PAGE/gts/pagecontent/${version}`

/** A PAGE file of a schema, with what stands in its `<Page>`. */
export function pageXml(
  inside: string,
  {
    version = '2019-07-15',
    metadata = '',
    page = '',
  }: { version?: string; metadata?: string; page?: string } = {},
): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<PcGts xmlns="${pageNamespace(version)}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="${pageNamespace(version)} ${pageNamespace(version)}/pagecontent.xsd">
<Metadata><Creator>A. Reader</Creator><Created>2024-03-01T09:00:00Z</Created><LastChange>2024-03-02T10:30:00Z</LastChange>${metadata}</Metadata>
<Page imageFilename="0007.jpg" imageWidth="1200" imageHeight="1800"${page}>
${inside}
</Page>
</PcGts>
`
}

/** A rectangle as PAGE spells it. */
export function box(x: number, y: number, width: number, height: number): string {
  return `${x},${y} ${x + width},${y} ${x + width},${y + height} ${x},${y + height}`
}

/** A line with its text as it stands in the file (escaped by whoever gives it). */
export function pageLine(
  id: string,
  text: string,
  more: { custom?: string; inside?: string; y?: number } = {},
): string {
  const { custom, inside = '', y = 100 } = more
  return `<TextLine id="${id}"${custom ? ` custom="${custom}"` : ''}><Coords points="${box(100, y, 900, 40)}"/><Baseline points="100,${y + 36} 1000,${y + 38}"/>${inside}<TextEquiv><Unicode>${text}</Unicode></TextEquiv></TextLine>`
}

/** A region of text. `attributes` begin with a space. */
export function pageRegion(id: string, lines: readonly string[], attributes = '', y = 100): string {
  const inside = lines.map((text, i) => pageLine(`${id}l${i + 1}`, text, { y: y + 50 * i })).join('\n')
  return `<TextRegion id="${id}"${attributes}><Coords points="${box(90, y - 5, 920, 50 * lines.length + 10)}"/>\n${inside}\n</TextRegion>`
}

/** The order in which regions are read, by their ids. */
export function orderXml(ids: readonly string[]): string {
  const refs = ids.map((id, i) => `<RegionRefIndexed index="${i}" regionRef="${id}"/>`)
  return `<ReadingOrder><OrderedGroup id="ro1">${refs.join('')}</OrderedGroup></ReadingOrder>`
}

/** A page of everything that printed books have; valid after all three schemas. */
export function fullPage(version = '2019-07-15'): string {
  return pageXml(
    `${orderXml(['head', 'title', 'drop', 'p1', 'pic', 'p2', 'margin', 'foot', 'catch', 'number'])}
${pageRegion('number', ['— 7 —'], ' type="page-number"', 1700)}
${pageRegion('head', ['The Keepers of Tarne'], ' type="header"', 20)}
${pageRegion('title', ['CHAPTER THE SECOND'], ' type="heading"', 150)}
${pageRegion('drop', ['W'], ' type="drop-capital"', 240)}
${pageRegion('p1', ['hen the light was lit for the first time, the kee¬', 'pers stood on the gallery &amp; sang.'], ' type="paragraph" readingDirection="left-to-right"', 250)}
<ImageRegion id="pic"><Coords points="${box(200, 400, 600, 300)}"/></ImageRegion>
${pageRegion('p2', ['They kept it for nine'], ' type="paragraph"', 750)}
${pageRegion('margin', ['1 May 1811'], ' type="marginalia"', 760)}
${pageRegion('foot', ['* So the log.'], ' type="footnote"', 1600)}
${pageRegion('catch', ['years,'], ' type="catch-word"', 1650)}
<SeparatorRegion id="sep"><Coords points="${box(100, 1580, 300, 2)}"/></SeparatorRegion>`,
    { version },
  )
}

/** A page as Transkribus exports it. */
export function transkribusPage(): string {
  const metadata =
    '<TranskribusMetadata docId="42" pageId="4242" pageNr="3" tsid="1" status="GT" userId="7" imgUrl="https://example.org/3.jpg"/>'
  return pageXml(
    `${orderXml(['tr_2', 'tr_1'])}
<TextRegion id="tr_1" custom="readingOrder {index:1;} structure {type:paragraph;}"><Coords points="${box(90, 200, 920, 200)}"/>
${pageLine('l2', 'at Tarne on 1 May, vnder the lyght,', {
  custom:
    'readingOrder {index:1;} place {offset:3; length:5; placeName:Tarne;} date {offset:12; length:5; day:1; month:5;} unclear {offset:19; length:5; alternative:under;} sic {offset:29; length:5; correction:light;}',
  y: 300,
})}
${pageLine('l1', 'Mr Aldous Wren, keeper, &amp; his wife Ada', {
  custom:
    'readingOrder {index:0;} abbrev {offset:0; length:2; expansion:Mister;} person {offset:3; length:11; firstname:Aldous; lastname:Wren; notice:a\\u003bb;} person {offset:35; length:3; continued:true;} textStyle {offset:16; length:6; bold:true; italic:true; fontSize:0.0;} comment {offset:24; length:1; comment:An ampersand.;}',
  y: 250,
})}
<TextEquiv><Unicode>Mr Aldous Wren, keeper, &amp; his wife Ada
at Tarne on 1 May, vnder the lyght,</Unicode></TextEquiv></TextRegion>
<TextRegion id="tr_2" custom="readingOrder {index:0;} structure {type:heading;}"><Coords points="${box(90, 100, 920, 60)}"/>
${pageLine('h1', 'The second letter', { custom: 'readingOrder {index:0;} gap {offset:3; length:0; reason:torn;} supplied {offset:4; length:6; reason:damage;} stranger {offset:11; length:6; hue:red;}', y: 110 })}
</TextRegion>`,
    { version: '2013-07-15', metadata },
  )
}

const altoNamespace = (version: 2 | 3 | 4) => `http://www.loc.gov/standards/alto/ns-v${version}#`

/** An ALTO file with what stands in its print space. `about` goes before the layout. */
export function altoXml(
  inside: string,
  {
    version = 4,
    unit = 'pixel',
    before = '',
    margins = '',
    page = '',
  }: { version?: 2 | 3 | 4; unit?: string; before?: string; margins?: string; page?: string } = {},
): string {
  const step =
    '<processingDateTime>2023-06-05T04:03:02</processingDateTime><processingSoftware><softwareCreator>Somebody</softwareCreator><softwareName>Recogniser</softwareName><softwareVersion>5.1</softwareVersion></processingSoftware>'
  const processing =
    version === 4
      ? `<Processing ID="pr1"><processingCategory>contentGeneration</processingCategory>${step}</Processing>`
      : `<OCRProcessing ID="pr1"><ocrProcessingStep>${step}</ocrProcessingStep></OCRProcessing>`
  return `<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="${altoNamespace(version)}">
<Description><MeasurementUnit>${unit}</MeasurementUnit><sourceImageInformation><fileName>0007.tif</fileName></sourceImageInformation>${processing}</Description>
${before}<Layout><Page ID="page1" PHYSICAL_IMG_NR="9" PRINTED_IMG_NR="7" HEIGHT="1800" WIDTH="1200"${page}>
${margins}<PrintSpace HPOS="80" VPOS="80" WIDTH="1000" HEIGHT="1600">
${inside}
</PrintSpace></Page></Layout>
</alto>
`
}

/** Words as ALTO's strings with spaces between them; one that is given as XML stands as it is. */
export function strings(words: string, y = 100): string {
  return words
    .split(' ')
    .map((word, i) =>
      word.startsWith('<')
        ? word.replaceAll('~', ' ')
        : `<String ID="w${y}_${i}" CONTENT="${word}" HPOS="${100 + 60 * i}" VPOS="${y}" WIDTH="50" HEIGHT="30"/>`,
    )
    .join('<SP WIDTH="10" HPOS="0" VPOS="0"/>')
}

/** A block of lines of strings. */
export function altoBlock(id: string, lines: readonly string[], attributes = '', y = 100): string {
  const inside = lines.map(
    (words, i) =>
      `<TextLine ID="${id}_l${i + 1}" HPOS="100" VPOS="${y + 50 * i}" WIDTH="900" HEIGHT="40">${words}</TextLine>`,
  )
  return `<TextBlock ID="${id}" HPOS="90" VPOS="${y - 5}" WIDTH="920" HEIGHT="${50 * lines.length + 10}"${attributes}>\n${inside.join('\n')}\n</TextBlock>`
}
