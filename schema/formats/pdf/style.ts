/** The style of the page, as Typst code. It stands before every text and names all that texts are made of, so that who sets
 * the source with Typst can change a page's looks in one place. */

/** What running heads need: what is all in capitals is set smaller and wider; a long word may end where it must. */
export const words = `#let capitals(body) = text(size: 0.87em, tracking: 0.07em, body)
#let or-break = h(0pt)`

/** Needs `paper`, `two-sided`, `body-size`, `text-width`, `inner`, `head-margin`, `foot-margin`, `head-title` and `head-edition`. */
export const style = `
#let grey = luma(38%)
#let outer = paper.at(0) - text-width - inner
#let small = 0.82em
#let margin-size = 0.72 * body-size

#set page(
  width: paper.at(0), height: paper.at(1),
  margin: if two-sided { (inside: inner, outside: outer, top: head-margin, bottom: foot-margin) } else { (left: inner, right: outer, top: head-margin, bottom: foot-margin) },
  header-ascent: 45%,
  header: context {
    let here-page = here().page()
    if here-page == 1 { return }
    set text(size: 0.86em)
    let folio = counter(page).display()
    if two-sided and calc.even(here-page) {
      folio; h(1fr); head-edition
    } else {
      head-title; h(1fr); folio
    }
  },
)
#set text(font: "Libertinus Serif", size: body-size, costs: (widow: 400%, orphan: 400%))
#set smartquote(enabled: false)
#set par(justify: true, leading: 0.62em, spacing: 0.62em, first-line-indent: (amount: 1.3em, all: false))
#set super(typographic: true)
#set footnote.entry(separator: line(length: 18%, stroke: 0.4pt + grey), clearance: 1.1em, gap: 0.42em, indent: 0pt)

// --- what stands beside the text ---

// A place that lists lead to.
#let at(name) = [#metadata(none)#label(name)]

// Words that lead to the first of these places that the text has.
#let to(..names, body) = context {
  let here = names.pos().find(name => query(label(name)).len() > 0)
  if here == none { body } else { link(label(here), body) }
}

// The pages on which places stand: 3, 5–7.
#let pages(..names) = context {
  let found = ()
  for name in names.pos() {
    let place = query(label(name))
    if place.len() > 0 { found.push((counter(page).at(place.first().location()).first(), name)) }
  }
  found = found.sorted(key: it => it.at(0)).dedup(key: it => it.at(0))
  let out = ()
  let i = 0
  while i < found.len() {
    let last = i
    while last + 1 < found.len() and found.at(last + 1).at(0) == found.at(last).at(0) + 1 { last += 1 }
    let (number, name) = found.at(i)
    out.push(link(label(name), str(number) + if last > i { "–" + str(found.at(last).at(0)) }))
    i = last + 1
  }
  out.join(", ")
}

#let is-left(page) = two-sided and calc.even(page)

// The number of a paragraph, in the inner margin on its first line. Nothing of it depends on where the page puts it, unless
// pages have two sides: so a long text is set in one go.
#let paragraph-number(n) = {
  let number(side) = box(width: inner - 6mm, align(side, text(size: margin-size, style: "normal", weight: "regular", tracking: 0pt, fill: grey, top-edge: "cap-height", bottom-edge: "baseline", str(n))))
  let down = 0.645em - 0.645 * margin-size
  if two-sided {
    context if is-left(here().page()) { place(top + left, dx: text-width + 4mm, dy: down, number(left)) } else { place(top + left, dx: 2mm - inner, dy: down, number(right)) }
  } else { place(top + left, dx: 2mm - inner, dy: down, number(right)) }
}

#let aside-end = state("aside-end", (page: 0, y: 0pt))

// In the outer margin, its first line on the line where it is called, below what stands there already.
#let beside(body) = box(width: 0pt, context {
  let pos = here().position()
  let content = block(width: outer - 11mm, align(
    if is-left(pos.page) { right } else { left },
    {
      set par(justify: false, leading: 0.4em, spacing: 0.45em, first-line-indent: 0pt, hanging-indent: 0pt)
      set text(size: margin-size, style: "normal", weight: "regular", fill: grey, top-edge: "cap-height", bottom-edge: "baseline", hyphenate: false)
      body
    },
  ))
  let height = measure(content).height
  let cap = 0.65 * margin-size
  aside-end.update(last => {
    let start = pos.y - cap
    if last.page == pos.page and last.y > start { start = last.y }
    (page: pos.page, y: start + height + 3pt)
  })
  context {
    let start = aside-end.get().y - height - 3pt
    let x = if is-left(pos.page) { 6mm } else { inner + text-width + 5mm }
    place(top + left, dx: x - pos.x, dy: calc.max(start - pos.y, -cap), content)
  }
})

#let source-page(body) = text(style: "italic", body)
#let stamp(body) = box(stroke: 0.4pt + grey, inset: (x: 2.5pt, y: 2.5pt), radius: 1.5pt, body)
#let catchword(body) = body
// Where a page of the source begins within a paragraph.
#let turn = box(width: 2.4pt, place(dx: 0.6pt, dy: -0.64em, line(angle: 90deg, length: 0.76em, stroke: 0.45pt + grey)))

// --- what is in the line ---

#let speaker(body) = text(weight: 600, size: 0.96em, body)
#let struck(body) = strike(stroke: 0.5pt, text(fill: grey, body))
#let struck-open(body) = strike(stroke: (thickness: 0.5pt, dash: "densely-dotted"), text(fill: grey, body))
#let added(body) = underline(stroke: 0.5pt, offset: 0.16em, evade: false, body)
#let added-open(body) = underline(stroke: (thickness: 0.6pt, dash: "densely-dotted"), offset: 0.16em, evade: false, body)
#let emended(body) = underline(stroke: (thickness: 0.5pt, paint: luma(50%), dash: "dotted"), offset: 0.17em, evade: false, body)

// What a correction adds stands a little off what it strikes.
#let apart = h(0.1em)

// --- notes ---

#let mark-of(kind, mark) = if kind == "textual" { text(style: "italic", mark) } else { mark }

// Hung on its mark, as long as that is no longer than usual.
#show footnote.entry: it => {
  // Our marks do not ask which note of the page it is.
  let mark = super((it.note.numbering)(0))
  set text(size: 0.98em)
  set par(leading: 0.5em, spacing: 0.5em, first-line-indent: 0pt)
  set par.line(numbering: none)
  let hang = calc.max(1.1em.to-absolute(), measure(mark).width + 0.25em.to-absolute())
  block(width: 100%, inset: (left: hang), place(top + left, dx: -hang, mark) + it.note.body)
}
// A note at the foot of the page with the mark that the edition gives it.
#let foot-note(kind, mark, name, body) = footnote(numbering: _ => mark-of(kind, mark), at(name) + body)
// A note whose words stand at the end.
#let end-mark(kind, mark, name, back) = [#at(back)#to(name, super(mark-of(kind, mark)))]
#let end-note(kind, mark, name, back, place, body) = block(spacing: 0.55em, breakable: true, par(hanging-indent: 1.6em, first-line-indent: 0pt)[#at(name)#box(width: 1.6em, to(back, mark-of(kind, mark)))#place#body])

// A note of the source's own, with the source's mark.
#let source-note(mark, body) = footnote(numbering: _ => "[" + mark + "]", body)

// --- blocks ---

// What all blocks are made of: the number beside it, or none, and the space around it.
#let unit(n, above, below, body, ..given) = block(above: above, below: below, width: 100%, ..given, {
  if n != none { paragraph-number(n) }
  body
})
#let flush(body, ..given) = par(first-line-indent: 0pt, ..given, body)
#let ragged(body, ..given) = par(first-line-indent: 0pt, justify: false, ..given, body)

#let p(n: none, indent: 0pt, body) = unit(n, 0.62em, 0.62em, par(first-line-indent: (amount: indent, all: true), body))
#let speech(n: none, body) = unit(n, 0.78em, 0.78em, flush(hanging-indent: 1.3em, body))
#let speech-on(n: none, body) = unit(n, 0.5em, 0.78em, par(first-line-indent: (amount: 2.6em, all: true), hanging-indent: 1.3em, body))
#let stage(n: none, body) = unit(n, 0.9em, 0.9em, pad(left: 1.3em, flush(text(style: "italic", body))))
#let item(n: none, depth: 1, width: 1.7em, marker: none, body) = unit(n, 0.62em, 0.62em, pad(
  left: (depth - 1) * 1.6em + 1.3em,
  flush(hanging-indent: width)[#if marker != none { box(width: width, marker) }#body],
))
#let quotation(n: none, body) = unit(n, 0.95em, 0.95em, pad(x: 1.8em, text(size: 0.95em, flush(body))))
#let verse(n: none, body) = unit(n, 0.95em, 0.95em, pad(left: 2.6em, ragged(hanging-indent: 1.3em, body)))
#let signature(n: none, body) = unit(n, 0.95em, 0.95em, breakable: false, align(right, pad(right: 1.3em, ragged(body))))
#let dateline(n: none, body) = unit(n, 0.95em, 0.95em, breakable: false, sticky: true, align(right, ragged(text(style: "italic", body))))
#let salutation(n: none, body) = unit(n, 0.95em, 0.95em, sticky: true, flush(body))
#let closing(n: none, body) = unit(n, 0.95em, 0.95em, pad(left: 40%, ragged(body)))
#let lettering(n: none, body) = unit(n, 1em, 0.62em, sticky: true, ragged(text(size: 0.95em, tracking: 0.02em, body)))
#let particulars(n: none, body) = unit(n, 0.5em, 0.8em, pad(left: 1.3em, flush(text(size: 0.9em, body))))
#let inner-note(n: none, body) = unit(n, 0.6em, 0.6em, pad(left: 1.3em, flush(hanging-indent: 1em, text(size: small, body))))
#let rule = block(above: 1.2em, below: 1.2em, width: 100%, align(center, line(length: 18%, stroke: 0.45pt + grey)))
#let cell-head(body) = text(weight: 600, body)
#let rows(columns, ..cells) = block(above: 1em, below: 1em, width: 100%, {
  set par(justify: false, first-line-indent: 0pt)
  set text(size: 0.92em)
  table(columns: columns, stroke: (x: none, y: 0.35pt + luma(70%)), inset: (x: 0.45em, y: 0.36em), align: left + top, ..cells)
})

#let levels = (
  (above: 2em, below: 1.1em, side: center, looks: (size: 1.3 * body-size)),
  (above: 1.7em, below: 0.95em, side: center, looks: (size: 1.12 * body-size, tracking: 0.03em)),
  (above: 1.45em, below: 0.8em, side: center, looks: (size: body-size, style: "italic")),
  (above: 1.2em, below: 0.7em, side: center, looks: (size: body-size)),
  (above: 1.3em, below: 0.75em, side: left, looks: (size: body-size, style: "italic")),
  (above: 1.2em, below: 0.75em, side: left, looks: (size: 0.95 * body-size)),
)
#let headed(n, above, below, side, looks, body, ..given) = {
  show heading: it => ragged(it.body)
  show heading: set text(weight: "regular", hyphenate: false, ..looks)
  set text(..looks)
  unit(n, above, below, sticky: true, align(side, heading(..given, body)))
}
#let head(n: none, level: 1, body, ..given) = {
  let (above, below, side, looks) = levels.at(level - 1)
  headed(n, above, below, side, looks, level: level, body, ..given)
}

// --- before and after the text ---

#let title-heading(n: none, body) = {
  set par.line(numbering: none)
  headed(n, 0.6em, 1.6em, center, (size: 1.6 * body-size), level: 1, body)
}
#let front(edition: none, title: none, which: none, note: none) = {
  set par.line(numbering: none)
  set par(justify: false, first-line-indent: 0pt, leading: 0.5em)
  set align(center)
  if edition != none { block(below: 1.8em, text(tracking: 0.05em, edition)) }
  if title != none { title-heading(title) }
  if which != none { block(below: 1.2em, emph(which)) }
  if note != none { block(above: 0.4em, below: 1.6em, pad(x: 6%, text(size: small, note))) }
  if title != none or note != none { block(below: 2em, line(length: 18%, stroke: 0.45pt + grey)) }
}
#let part(name) = head(level: 2, name)
#let group(name) = head(level: 5, outlined: false, bookmarked: false, name)
#let entry(body) = block(above: 0.5em, below: 0.5em, par(first-line-indent: 0pt, hanging-indent: 1.3em, body))
#let back-matter(body) = {
  set par.line(numbering: none)
  pagebreak(weak: true)
  set text(size: 0.9em)
  set par(leading: 0.55em, first-line-indent: 0pt)
  body
}
#let entry-place(body) = text(fill: grey, body)
#let lemma(body) = text(weight: 600, body)
#let siglum(body) = emph(body)
#let hash(code) = text(size: 0.9em, code.clusters().chunks(8).map(part => part.join()).join(or-break))
#let in-columns(body) = columns(2, gutter: 1.6em, { set par(justify: false); body })
#let colophon(body) = block(above: 2.4em, width: 100%, breakable: false)[
  #line(length: 18%, stroke: 0.45pt + grey)
  #set text(size: 0.84em)
  #set par.line(numbering: none)
  #set par(justify: false, first-line-indent: 0pt)
  #body
]

// Every fifth line has its number in the inner margin, counted from the head of the page.
#let line-number(n) = if calc.rem(n, 5) == 0 {
  let number = text(size: margin-size, fill: grey, str(n))
  context if is-left(here().page()) { place(left, dx: text-width + 10mm, number) } else { number }
}
`
