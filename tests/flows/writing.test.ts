/** One person at work with keyboard and clipboard. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Scene, type Visitor } from './scene.js'

const text = `MINUTES OF THE SECOND MEETING

Quill: We shall begin with the harbour.

Orsay: With the harbour, then.
The lights come after it.

(The Secretary reads the list.)

Quill: The list is long.

Aug 3rd 1927

and longer than the last one. It is read nevertheless.
`

let scene: Scene
let ada: Visitor

beforeAll(async () => {
  scene = await Scene.open()
  ada = await scene.person('Ada Reader')
})

afterAll(() => scene?.close())

beforeEach(async () => {
  await ada.open(await scene.import(ada, text))
})

async function paste(types: Record<string, string>): Promise<void> {
  await ada.page.evaluate(types => {
    const data = new DataTransfer()
    for (const [type, value] of Object.entries(types)) data.setData(type, value)
    const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
    document.querySelector('.sheet-text')!.dispatchEvent(event)
  }, types)
}

const kinds = () =>
  ada.page.evaluate(() =>
    [...document.querySelectorAll('.sheet-text .block')].map(
      b => `${/k-([a-z]+)/.exec(b.className)![1]}${b.getAttribute('data-level') ?? ''}`,
    ),
  )

describe('the clipboard', () => {
  const word = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style></head><body>
    <!--StartFragment--><p class=MsoNormal style='mso-pagination:none'><b><span lang=EN-GB style='font-family:"Times
    New Roman"'>a red&nbsp;harbour</span></b><o:p></o:p></p><!--EndFragment--></body></html>`

  test('what is pasted from Word is clean text', async () => {
    await ada.caret('begin with ', 'after')
    await paste({ 'text/html': word, 'text/plain': 'a red harbour' })
    await ada.sees('We shall', 'begin with {+a red harbour+}the harbour.')
    expect(await ada.page.locator('.sheet-text b, .sheet-text [style*="Times"]').count()).toBe(0)
  })

  test('paragraphs pasted from the web begin new blocks', async () => {
    await ada.caret('begin with ', 'after')
    await paste({ 'text/html': '<p>one</p><script>alert(1)</script><p>two<img src=x onerror=alert(1)></p>' })
    expect((await ada.blocks()).slice(1, 3)).toEqual([
      'Quill: We shall begin with {+one+}',
      '{+two+}the harbour.',
    ])
    // The browser reports each style and handler in what was pasted, and that it has let none of them do anything.
    const reported = ada.errors.splice(0)
    expect(reported.filter(report => !/Content Security Policy.*has been blocked/s.test(report))).toEqual([])
  })

  test('copied text is the corrected text, and a correction survives cut and paste', async () => {
    await ada.caret('harbour.', 'select')
    await ada.page.keyboard.type('lights.')
    await ada.page.keyboard.press('Home')
    await ada.page.keyboard.press('Shift+End')
    await ada.selected('Quill: We shall begin with the harbour.lights.')
    await ada.page.keyboard.press('Control+c')
    const copied = await ada.page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toBe('Quill: We shall begin with the lights.')
    await ada.page.keyboard.press('Control+x')
    await ada.sees('We shall', '[-Quill: We shall begin with the harbour.-]')
    await ada.page.keyboard.press('Control+v')
    await ada.sees('We shall', '{+Quill: We shall begin with the lights.+}')
  })

  test('what is cut and pasted where it was leaves no trace', async () => {
    await ada.caret('shall begin ', 'select')
    await ada.page.keyboard.press('Control+x')
    await ada.sees('Quill: We', 'We [-shall begin -]with')
    await ada.page.keyboard.press('Control+v')
    await ada.sees('Quill: We', 'We shall begin with')
  })
})

describe('structure, a key each', () => {
  test('what the reader guessed wrong is mended', async () => {
    await ada.caret('The Secretary', 'after')
    await ada.page.keyboard.press('Alt+Shift+P')
    await expect.poll(kinds).toContain('paragraph')
    await ada.page.keyboard.press('Alt+Shift+3')
    await expect.poll(kinds).toContain('heading3')
    await ada.page.keyboard.press('Control+z')
    await ada.page.keyboard.press('Control+z')
    await expect.poll(kinds).not.toContain('heading3')
    await ada.caret('The lights', 'after')
    await ada.page.keyboard.press('Alt+Shift+M')
    await expect.poll(kinds).toContain('stamp')
  })

  test('a speaker is set by name', async () => {
    await ada.caret('The Secretary', 'after')
    await ada.page.keyboard.press('Alt+Shift+S')
    const dialog = ada.page.getByRole('dialog')
    await dialog.getByRole('combobox').fill('Orsay')
    await ada.page.keyboard.press('Enter')
    await ada.page.keyboard.press('Enter').catch(() => undefined)
    await expect.poll(() => ada.page.locator('.sheet-text .k-speech[data-who="Orsay"]').count()).toBe(3)
  })

  test('a page begins where one says', async () => {
    await ada.caret('The list', 'before')
    await ada.page.keyboard.press('Alt+Shift+B')
    const dialog = ada.page.getByRole('dialog')
    await dialog.getByRole('combobox').or(dialog.getByRole('textbox')).first().fill('7')
    await ada.page.keyboard.press('Enter')
    await ada.page.locator('.sheet-text .milestone', { hasText: '7' }).waitFor()
  })

  test('every command is in the palette with its key', async () => {
    await ada.caret('The list', 'before')
    await ada.page.keyboard.press('Control+k')
    await ada.page.keyboard.type('stage direction')
    await ada.page.getByRole('dialog').getByText('Alt+Shift+D').waitFor()
    await ada.page.keyboard.press('Enter')
    await expect.poll(async () => (await kinds()).filter(k => k === 'stage').length).toBe(2)
  })
})

describe('finding', () => {
  test('what is corrected is found as corrected', async () => {
    await ada.caret('harbour.', 'select')
    await ada.page.keyboard.type('lighthouse.')
    await ada.page.keyboard.press('Control+f')
    await ada.page.keyboard.type('the lighthouse')
    await ada.page.keyboard.press('Enter')
    await ada.page.getByText('1 of 1').waitFor()
    expect(await ada.page.evaluate(() => CSS.highlights.get('find-current')?.size ?? 0)).toBeGreaterThan(0)
    await ada.page.keyboard.press('Escape')
    expect(ada.errors).toEqual([])
  })

  test('what is found is selected, and can be typed over when the bar is closed', async () => {
    await ada.page.keyboard.press('Control+f')
    await ada.page.keyboard.type('the list is')
    await ada.page.keyboard.press('Enter')
    await ada.page.getByText('1 of 1').waitFor()
    await ada.page.keyboard.press('Escape')
    await ada.page.keyboard.type('The roll was')
    await ada.sees('Quill: ', 'Quill: We shall')
    await ada.sees('roll was', '[-The list is-]{+The roll was+} long.')
  })
})
