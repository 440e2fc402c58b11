/** A hand on a mouse: it points, clicks, drags and turns the wheel at words of the text, as events of the browser. */
import type { Visitor } from './scene.js'

interface Box {
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
}

export class Hand {
  constructor(private readonly visitor: Visitor) {}

  /** Double-clicks the first word of these. */
  async word(words: string): Promise<void> {
    const { x1, y1 } = await this.box(words)
    await this.page.mouse.dblclick(x1 + 5, y1)
    await this.settled()
  }

  /** Selects words by dragging over them. */
  async drag(words: string): Promise<void> {
    const { x1, y1, x2, y2 } = await this.box(words)
    const { mouse } = this.page
    await mouse.move(x1 + 0.5, y1)
    await mouse.down()
    await mouse.move(x1 + 6, y1)
    await mouse.move(x2 - 0.5, y2, { steps: 4 })
    await mouse.up()
    await this.visitor.selected(words)
  }

  /** Drags the words that are selected to just before other words. */
  async carry(words: string, before: string): Promise<void> {
    const from = await this.box(words)
    const to = await this.box(before)
    const { mouse } = this.page
    await mouse.move(from.x1 + 5, from.y1)
    await mouse.down()
    await mouse.move(to.x1 + 20, to.y1, { steps: 5 })
    await mouse.move(to.x1 + 0.5, to.y1)
    await mouse.up()
    await this.settled()
  }

  async click(words: string): Promise<void> {
    const { x1, y1 } = await this.box(words)
    await this.page.mouse.click(x1 + 0.5, y1)
    await this.settled()
  }

  /** Clicks with the right button in these words and chooses from the menu: an item, or an item of a menu in it. */
  async choose(words: string, ...path: readonly RegExp[]): Promise<void> {
    const { x1, y1 } = await this.box(words)
    await this.page.mouse.click(x1 + 6, y1, { button: 'right' })
    for (const [i, name] of path.entries()) {
      const item = this.page.getByRole('menuitem', { name }).first()
      await item.waitFor()
      if (i < path.length - 1) await item.hover()
      else await item.click()
    }
    await this.page.getByRole('menu', { name: 'What can be done here' }).waitFor({ state: 'detached' })
  }

  /** Turns the wheel over the text until the words are well in sight. */
  async turnTo(words: string): Promise<void> {
    const desk = await this.page.locator('.desk').boundingBox()
    if (!desk) throw new Error('There is no text to scroll')
    await this.page.mouse.move(desk.x + desk.width / 2, desk.y + desk.height / 2)
    for (let turn = 0; turn < 60; turn++) {
      const way = await this.page.evaluate(words => {
        const found = [...document.querySelectorAll('.sheet-text .block')].find(b =>
          b.textContent!.includes(words),
        )
        const top = found?.getBoundingClientRect().top
        return top === undefined ? null : top - innerHeight / 3
      }, words)
      if (way === null) throw new Error(`The text has no "${words}"`)
      if (Math.abs(way) < 200) return
      await this.page.mouse.wheel(0, Math.max(-2_000, Math.min(2_000, way)))
      await this.page.evaluate(
        () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))),
      )
    }
  }

  private get page() {
    return this.visitor.page
  }

  /** Where words stand in the window, brought into sight if they are not; across the marks that part them. */
  private async box(words: string): Promise<Box> {
    const found = await this.page.evaluate(async words => {
      const root = document.querySelector<HTMLElement>('.sheet-text')!
      for (const block of root.querySelectorAll('.block')) {
        const texts: Text[] = []
        const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
        while (walk.nextNode()) texts.push(walk.currentNode as Text)
        const at = texts
          .map(t => t.data)
          .join('')
          .indexOf(words)
        if (at < 0) continue
        const point = (index: number, isEnd: boolean): [Text, number] => {
          let left = index
          for (const text of texts) {
            if (left < text.length || (isEnd && left === text.length)) return [text, left]
            left -= text.length
          }
          throw new Error('Beyond the block')
        }
        const range = document.createRange()
        range.setStart(...point(at, false))
        range.setEnd(...point(at + words.length, true))
        const bounds = range.getBoundingClientRect()
        if (bounds.top < 110 || bounds.bottom > innerHeight - 90) {
          const desk = document.querySelector('.desk')!
          desk.scrollTop += bounds.top - innerHeight / 2
          await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
        }
        const boxes = [...range.getClientRects()].filter(r => r.width > 0.5)
        const [first, last] = [boxes[0]!, boxes.at(-1)!]
        return {
          x1: first.left,
          y1: (first.top + first.bottom) / 2,
          x2: last.right,
          y2: (last.top + last.bottom) / 2,
        }
      }
      return null
    }, words)
    if (!found) throw new Error(`The text has no "${words}"`)
    return found
  }

  /** The browser tells of a selection in a task of its own. */
  private settled(): Promise<void> {
    return this.page.evaluate(() => new Promise<void>(done => setTimeout(done, 40)))
  }
}
