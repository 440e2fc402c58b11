/** The script of a site's pages: what browsers run, written as they get it. Without it readings lead to the apparatus, notes to their
 * places and numbers to themselves; with it these show where one is. */
export const siteScript = `'use strict'
document.documentElement.classList.add('js')

// --- which text shows -------------------------------------------------------------------------------------------
const asked = new URLSearchParams(location.search).get('view')
const choice = asked && document.getElementById('v-' + asked)
if (choice) {
  choice.checked = true
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView()
}

// --- what a reading or a number says ------------------------------------------------------------------------------
const card = document.createElement('div')
card.id = 'card'
card.hidden = true
let owner = null
let pinned = false
// Whether the focus is on its way back: what it comes back to has said what it says.
let returning = false

const line = (className, ...children) => {
  const made = document.createElement('p')
  made.className = className
  made.append(...children)
  return made
}

// A title would show a second time, as the browser's own.
const saidOf = link => {
  if (link.title) {
    link.dataset.said = link.title
    link.setAttribute('aria-description', link.title)
    link.removeAttribute('title')
  }
  return link.dataset.said ?? ''
}

const place = link => {
  const box = [...link.getClientRects()].find(each => each.width > 0) ?? link.getBoundingClientRect()
  const width = Math.min(340, document.documentElement.clientWidth - 24)
  card.style.width = width + 'px'
  const left = Math.max(12, Math.min(box.left, document.documentElement.clientWidth - width - 12))
  card.style.left = left + scrollX + 'px'
  const below = box.bottom + 8 + card.offsetHeight < innerHeight || box.top < card.offsetHeight + 8
  card.style.top = (below ? box.bottom + 8 : box.top - card.offsetHeight - 8) + scrollY + 'px'
}

const show = (link, children, pin) => {
  owner = link
  pinned = pin
  card.replaceChildren(...children)
  card.hidden = false
  card.setAttribute('role', pin ? 'dialog' : 'tooltip')
  if (!card.isConnected) document.body.append(card)
  place(link)
}

const hide = back => {
  if (card.hidden) return
  const to = owner
  card.hidden = true
  owner = null
  pinned = false
  returning = true
  if (back && to) to.focus({ preventScroll: true })
  returning = false
}

const correction = link => {
  const [readings = '', kind = '', ...more] = saidOf(link).split('\\n')
  const entry = document.createElement('a')
  entry.className = 'to'
  entry.href = link.href
  entry.textContent = 'Entry in the apparatus'
  card.setAttribute('aria-label', 'Correction')
  return [line('readings', readings), line('kind', kind), ...more.map(words => line('more', words)), line('go', entry)]
}

const citation = link => {
  const paragraph = link.textContent
  const field = document.createElement('input')
  const words = document.querySelector('.citation')?.textContent.replace(/\\.$/, '') ?? document.title
  const state = document.querySelector('.state')?.textContent.slice(0, 12) ?? ''
  field.readOnly = true
  field.value = words + ', ¶ ' + paragraph + (state ? ' [state ' + state + ']' : '') + '. ' + link.href
  field.setAttribute('aria-label', 'Citation of paragraph ' + paragraph)
  const copy = document.createElement('button')
  copy.type = 'button'
  copy.textContent = 'Copy'
  copy.addEventListener('click', async () => {
    field.select()
    try {
      await navigator.clipboard.writeText(field.value)
    } catch {
      document.execCommand('copy')
    }
    copy.textContent = 'Copied'
  })
  card.setAttribute('aria-label', 'Cite paragraph ' + paragraph)
  return [line('kind', 'Cite ¶ ' + paragraph), field, copy]
}

document.addEventListener('mouseover', event => {
  const link = event.target.closest?.('a.c')
  if (link && !pinned && link !== owner) show(link, correction(link), false)
})
document.addEventListener('mouseout', event => {
  const to = event.relatedTarget
  if (!pinned && owner && !card.contains(to) && !owner.contains(to)) hide(false)
})
document.addEventListener('focusin', event => {
  if (returning) return
  const link = event.target.closest?.('a.c')
  // What is only proposed shows in no text but that of all markup.
  const isOpen = link?.querySelector('.p') && !document.getElementById('v-all')?.checked
  if (link && !isOpen && !pinned && link.matches(':focus-visible')) show(link, correction(link), false)
  else if (!link && !pinned && !card.contains(event.target)) hide(false)
})
document.addEventListener('click', event => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
  const link = event.target.closest?.('a.c, a.no')
  if (!link) {
    if (!card.contains(event.target)) hide(false)
    return
  }
  event.preventDefault()
  const isNumber = link.classList.contains('no')
  if (isNumber) history.replaceState(null, '', link.href)
  show(link, isNumber ? citation(link) : correction(link), true)
  card.querySelector('a, button')?.focus({ preventScroll: true })
})
document.addEventListener('keydown', event => {
  if (event.key !== 'Escape') return
  if (!card.hidden) hide(true)
  else if (document.querySelector('.side:target .close')) location.hash = document.querySelector('.side:target .close').hash
})
addEventListener('resize', () => owner && place(owner))
addEventListener('beforeprint', () => hide(false))

// --- the list of documents ---------------------------------------------------------------------------------------
const list = document.getElementById('list')
if (list) {
  const items = [...list.children]
  const filter = document.getElementById('filter')
  const sort = document.getElementById('sort')
  const matches = document.getElementById('matches')
  const plain = text => text.normalize('NFKD').replace(/\\p{M}/gu, '').toLowerCase()
  const orders = {
    place: (a, b) => a.dataset.place - b.dataset.place,
    title: (a, b) => a.textContent.localeCompare(b.textContent, document.documentElement.lang, { numeric: true }),
    // What has no date comes last.
    date: (a, b) => ((a.dataset.date || '~') < (b.dataset.date || '~') ? -1 : (a.dataset.date || '~') > (b.dataset.date || '~') ? 1 : orders.place(a, b)),
  }
  const arrange = () => {
    const words = plain(filter.value).split(/\\s+/).filter(word => word !== '')
    let count = 0
    for (const item of items) {
      const text = plain(item.textContent)
      item.hidden = !words.every(word => text.includes(word))
      if (!item.hidden) count++
    }
    matches.textContent = words.length > 0 ? count + ' of ' + items.length : ''
    list.append(...items.sort(orders[sort.value]))
  }
  document.querySelector('.controls').hidden = false
  filter.addEventListener('input', arrange)
  sort.addEventListener('change', arrange)
  if (filter.value || sort.value !== 'place') arrange()
}
`
