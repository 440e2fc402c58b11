/** The script of the page that searches a site: what browsers run, written as they get it. */
import { digits } from './search-index.js'
import { wordPattern } from './words.js'

/** Finding: needs nothing but a way to load the files of the index (search-index.ts). */
export const findingScript = `'use strict'
const corrigenda = (() => {
  const word = new RegExp(${JSON.stringify(wordPattern)}, 'gu')
  const digits = ${JSON.stringify(digits)}
  const folded = text => text.normalize('NFKD').replace(/\\p{M}/gu, '').toLowerCase()
  const shardsHere = new Map()
  const textsHere = new Map()
  const pending = new Map()
  let index = null
  let load = null

  // Each file is loaded once; after a failure it may be asked for again.
  const need = path => {
    let file = pending.get(path)
    if (!file) {
      file = load(path)
      file.catch(() => pending.delete(path))
      pending.set(path, file)
    }
    return file
  }

  const wordsIn = text => [...new Set([...text.matchAll(word)].map(found => folded(found[0])).filter(known => known !== ''))]

  const opened = async () => {
    await need('search/words.js')
    return index
  }

  // The letters in which two words differ, at most \`most\`; otherwise more than that.
  const distance = (a, b, most) => {
    if (Math.abs(a.length - b.length) > most) return most + 1
    let before = Array.from({ length: b.length + 1 }, (_, i) => i)
    let last = []
    for (let i = 1; i <= a.length; i++) {
      const row = [i]
      let least = i
      for (let j = 1; j <= b.length; j++) {
        let cost = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1))
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, last[j - 2] + 1)
        row.push(cost)
        if (cost < least) least = cost
      }
      if (least > most) return most + 1
      last = before
      before = row
    }
    return before[b.length]
  }

  // A bit for each letter of a word. Words that differ in n letters differ in 2 n bits at most, which is quick to see.
  const lettersOf = known => {
    let bits = 0
    for (let i = 0; i < known.length; i++) bits |= 1 << (known.charCodeAt(i) & 31)
    return bits
  }
  const countBits = bits => {
    let count = 0
    for (let left = bits; left !== 0; left &= left - 1) count++
    return count
  }

  // The words of the index that are meant by one that was typed: itself, what begins with it, what is spelled nearly so.
  const meant = (typed, { words, letters }) => {
    const most = typed.length < 4 ? 0 : typed.length < 8 ? 1 : 2
    const own = lettersOf(typed)
    const found = []
    for (let i = 0; i < words.length; i++) {
      const known = words[i]
      if (known === typed) found.push([i, 1])
      else if (known.startsWith(typed)) found.push([i, 0.5 + 0.3 * (typed.length / known.length)])
      else if (
        most > 0 &&
        Math.abs(known.length - typed.length) <= most &&
        countBits(letters[i] ^ own) <= 2 * most
      ) {
        const far = distance(typed, known, most)
        if (far <= most) found.push([i, far === 1 ? 0.4 : 0.25])
      }
    }
    return found.sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 80)
  }

  const placesOf = async i => {
    let shard = index.shards.length - 1
    while (index.shards[shard] > i) shard--
    await need('search/places-' + shard + '.js')
    const signs = shardsHere.get(shard)[i - index.shards[shard]]
    const places = []
    let at = -1
    let value = 0
    let power = 1
    for (const sign of signs) {
      const digit = digits.indexOf(sign)
      value += (digit % 32) * power
      power *= 32
      if (digit < 32) {
        at += value + 1
        places.push(at)
        value = 0
        power = 1
      }
    }
    return places
  }

  return {
    words: given => {
      const words = []
      let before = ''
      for (const line of given.words === '' ? [] : given.words.split('\\n')) {
        before = before.slice(0, line.charCodeAt(0) - 48) + line.slice(1)
        words.push(before)
      }
      index = { ...given, words, letters: Int32Array.from(words, lettersOf) }
    },
    places: (shard, places) => shardsHere.set(shard, places),
    text: (n, paragraphs) => textsHere.set(n, paragraphs),
    loadWith: way => { load = way },
    folded,
    word,

    // The paragraphs that have what was typed, the best first: { all, hits: [{ place, words }] }. \`all\` is false where no
    // paragraph has all of the words.
    find: async typed => {
      const asked = wordsIn(typed)
      if (asked.length === 0) return { all: true, hits: [] }
      const known = await opened()
      const { words, paragraphs } = known
      const scores = new Map()
      for (const [n, one] of asked.entries()) {
        const best = new Map()
        for (const [i, weight] of meant(one, known)) {
          const places = await placesOf(i)
          const rare = Math.log(1 + paragraphs / places.length)
          for (const place of places) {
            const score = weight * (1 + rare)
            const before = best.get(place)
            if (before) before.words.push(words[i])
            if (!before) best.set(place, { score, words: [words[i]] })
            else if (before.score < score) before.score = score
          }
        }
        for (const [place, { score, words: found }] of best) {
          const sum = scores.get(place) ?? { place, score: 0, asked: 0, words: [] }
          sum.score += score
          sum.asked++
          sum.words.push(...found)
          scores.set(place, sum)
        }
      }
      const hits = [...scores.values()]
      const whole = hits.filter(hit => hit.asked === asked.length)
      const shown = whole.length > 0 ? whole : hits
      shown.sort((a, b) => b.asked - a.asked || b.score - a.score || a.place - b.place)
      return { all: whole.length > 0, hits: shown.map(({ place, words }) => ({ place, words })) }
    },

    // A paragraph with its document: { title, page, number, reading, received }.
    paragraph: async place => {
      const { documents } = await opened()
      let n = documents.length - 1
      while (documents[n][2] > place) n--
      await need('search/text-' + n + '.js')
      const [title, page, first] = documents[n]
      const [number, reading, received] = textsHere.get(n)[place - first]
      return { title, page, number, reading, received: received ?? null }
    },

    // The part of a text around the words that were found, in runs: [text, isFound]. Empty where it has none of them.
    around: (text, found, most) => {
      const known = new Set(found)
      const at = [...text.matchAll(word)].filter(each => known.has(folded(each[0])))
      if (at.length === 0) return []
      let from = Math.max(0, at[0].index - Math.floor(most / 3))
      if (from > 0) from = Math.max(0, text.indexOf(' ', from) + 1)
      if (from > at[0].index) from = at[0].index
      let to = Math.min(text.length, Math.max(from + most, at[0].index + at[0][0].length))
      const space = text.lastIndexOf(' ', to)
      if (to < text.length && space > at[0].index + at[0][0].length) to = space
      const runs = from > 0 ? [['… ', false]] : []
      let last = from
      for (const { 0: words, index } of at) {
        if (index < last || index + words.length > to) continue
        if (index > last) runs.push([text.slice(last, index), false])
        runs.push([words, true])
        last = index + words.length
      }
      if (to > last) runs.push([text.slice(last, to), false])
      if (to < text.length) runs.push([' …', false])
      return runs
    },
  }
})()
`

/** The page: what is typed, and what is found. */
export const searchScript = `${findingScript}
if (typeof document !== 'undefined') {
  const field = document.getElementById('q')
  const list = document.getElementById('found')
  const status = document.getElementById('status')
  const more = document.getElementById('more')
  document.getElementById('search').hidden = false
  let round = 0
  let hits = []
  let shown = 0
  let timer = 0

  corrigenda.loadWith(
    path =>
      new Promise((resolve, reject) => {
        const script = document.createElement('script')
        script.src = path
        script.onload = resolve
        script.onerror = () => reject(new Error(path))
        document.head.append(script)
      }),
  )

  const element = (name, className, ...children) => {
    const made = document.createElement(name)
    if (className) made.className = className
    made.append(...children)
    return made
  }
  const marked = runs => runs.map(([text, isFound]) => (isFound ? element('mark', '', text) : text))

  const item = async ({ place, words }) => {
    const { title, page, number, reading, received } = await corrigenda.paragraph(place)
    const link = element('a', 'title', title)
    const where = number > 0 ? '#p' + number : ''
    link.href = page + where
    const head = element('p', 'where', link)
    if (number > 0) head.append(' ', element('span', 'quiet', '¶ ' + number))
    const made = element('li', '', head)
    const here = corrigenda.around(reading, words, 260)
    if (here.length > 0) made.append(element('p', 'context', ...marked(here)))
    if (received !== null) {
      const before = corrigenda.around(received, words, 200)
      const said = runs => runs.map(([text]) => text).join('')
      if (before.length > 0 && said(before) !== said(here)) {
        const as = element('a', 'as', 'as received')
        as.href = page + '?view=received' + where
        made.append(element('p', 'context received', as, ' ', ...marked(before)))
      }
    }
    return made
  }

  const showMore = async () => {
    const mine = round
    const next = hits.slice(shown, shown + 25)
    const made = await Promise.all(next.map(item))
    if (mine !== round) return
    shown += next.length
    list.append(...made)
    more.hidden = shown >= hits.length
    return made[0]
  }

  const search = async () => {
    const mine = ++round
    const typed = field.value.trim()
    try {
      const address = new URL(location.href)
      if (typed) address.searchParams.set('q', typed)
      else address.searchParams.delete('q')
      history.replaceState(null, '', address)
    } catch {}
    if (!typed) {
      list.replaceChildren()
      status.textContent = ''
      more.hidden = true
      return
    }
    status.textContent = 'Searching …'
    try {
      const found = await corrigenda.find(typed)
      if (mine !== round) return
      list.replaceChildren()
      hits = found.hits
      shown = 0
      await showMore()
      if (mine !== round) return
      const count = hits.length === 1 ? '1 paragraph' : hits.length + ' paragraphs'
      if (hits.length === 0) status.textContent = 'No paragraph has these words.'
      else status.textContent = found.all ? count + '.' : 'No paragraph has all of these words; ' + count + ' with some of them.'
    } catch {
      if (mine === round) status.textContent = 'The index could not be read: the folder “search” beside this page is needed.'
    }
  }

  more.addEventListener('click', async () => {
    const first = await showMore()
    first?.querySelector('a')?.focus()
  })
  field.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(search, 150)
  })
  document.getElementById('search').addEventListener('submit', event => {
    event.preventDefault()
    clearTimeout(timer)
    search()
  })
  field.value = new URLSearchParams(location.search).get('q') ?? ''
  if (field.value) search()
  else field.focus()
}
`
