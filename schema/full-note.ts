/** A style of our own for those who cite in full: the names, the title, where and when it appeared, the page. */

const names = (variable: string) =>
  `<names variable="${variable}"><name and="text" delimiter-precedes-last="never"/><label form="short" prefix=" (" suffix=")"/></names>`

const body = `
<group delimiter=", ">
  <text macro="who"/>
  <text macro="title"/>
  <text macro="in"/>
  <text macro="archive"/>
  <group delimiter=" "><text macro="published"/></group>`

export const fullNote = `<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0" default-locale="en-US">
<info><title>Full note</title><id>corrigenda-full-note</id><updated>2026-01-01T00:00:00+00:00</updated></info>
<macro name="who"><names variable="author"><name and="text" delimiter-precedes-last="never"/><substitute>${names('editor')}</substitute></names></macro>
<macro name="title"><choose>
  <if type="book thesis report" match="any"><text variable="title" font-style="italic"/></if>
  <else-if type="manuscript document webpage" match="any"><text variable="title"/></else-if>
  <else><text variable="title" quotes="true"/></else>
</choose></macro>
<macro name="in"><choose>
  <if type="chapter paper-conference" match="any"><group delimiter=", "><group delimiter=" "><text value="in"/><text variable="container-title" font-style="italic"/></group>${names('editor')}</group></if>
  <else><group delimiter=" "><text variable="container-title" font-style="italic"/><text variable="volume"/><group><text value="no. "/><text variable="issue"/></group></group></else>
</choose></macro>
<macro name="archive"><group delimiter=", "><text variable="archive"/><text variable="archive_location"/></group></macro>
<macro name="when"><choose>
  <if type="article-newspaper manuscript document webpage" match="any"><date variable="issued" delimiter=" "><date-part name="day"/><date-part name="month"/><date-part name="year"/></date></if>
  <else><date variable="issued"><date-part name="year"/></date></else>
</choose></macro>
<macro name="published"><choose>
  <if variable="publisher publisher-place" match="any"><group delimiter=", " prefix="(" suffix=")"><group delimiter=": "><text variable="publisher-place"/><text variable="publisher"/></group><text macro="when"/></group></if>
  <else><text macro="when" prefix="(" suffix=")"/></else>
</choose></macro>
<citation><layout delimiter="; ">${body}
  <group delimiter=" "><label variable="locator" form="short"/><text variable="locator"/></group>
</group></layout></citation>
<bibliography><sort><key macro="who"/><key variable="issued"/><key variable="title"/></sort><layout suffix=".">${body}
  <group delimiter=" "><label variable="page" form="short"/><text variable="page"/></group>
</group></layout></bibliography>
</style>`
