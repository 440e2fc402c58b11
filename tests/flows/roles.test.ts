/** Roles as people meet them: the public reads, a link lets a guest in, an owner lowers somebody who is typing. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Scene, type Visitor } from './scene.js'

const text = 'A Letter\n\nTo the Foreign Minister Ugeki, who repeated his claim.\n\nThe second paragraph.\n'

let scene: Scene
let ada: Visitor
let document: string
let edition: string
let shots: string | undefined

beforeAll(async () => {
  shots = process.env.SHOTS
  scene = await Scene.open({ invited: true })
  ada = await scene.visitor(/http:\S+\/join\/\S+/.exec(scene.said)![0])
  await join(ada, 'Ada Lovell', 'ada@example.org')
  document = await scene.import(ada, text, 'letter.txt')
  const about = await api(ada, 'GET', `/documents/${document}`)
  edition = (about as { edition: { id: string } }).edition.id
})
afterAll(() => scene?.close())

async function join({ page }: Visitor, name: string, email: string): Promise<void> {
  await page.getByLabel('Name, as it is printed').fill(name)
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill('seven lightships at anchor')
  await page.getByRole('button', { name: 'Join' }).click()
  await page.getByRole('heading', { name: 'Editions' }).waitFor()
}

async function api(by: Visitor, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${scene.url}/api${path}`, {
    method,
    headers: { cookie: await by.cookie(), ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  expect(response.ok).toBe(true)
  return response.status === 204 ? null : response.json()
}

/** Somebody who joins by an invitation to the edition. */
async function invited(name: string, role: string): Promise<Visitor & { readonly id: string }> {
  const grants = [{ scope: 'edition', thing: edition, role }]
  const { link } = (await api(ada, 'POST', '/invitations', { grants })) as { link: string }
  const visitor = await scene.visitor(link)
  await join(visitor, name, `${name.toLowerCase()}@example.org`)
  const { id } = (await api(visitor, 'GET', '/me')) as { id: string }
  return Object.assign(visitor, { id })
}

/** From the next page on `held` keeps back what the browser would send over sockets, until it is let go. */
async function holdable({ page }: Visitor): Promise<(held: boolean) => Promise<void>> {
  await page.addInitScript(() => {
    const { send } = WebSocket.prototype
    const waiting: (() => void)[] = []
    const state = { held: false }
    WebSocket.prototype.send = function (data) {
      if (state.held) waiting.push(() => send.call(this, data))
      else send.call(this, data)
    }
    Object.assign(window, {
      holdSockets(held: boolean) {
        state.held = held
        if (!held) for (const go of waiting.splice(0)) go()
      },
    })
  })
  return held =>
    page.evaluate(held => (window as unknown as { holdSockets(held: boolean): void }).holdSockets(held), held)
}

async function shoot(visitor: Visitor, name: string): Promise<void> {
  if (shots) await visitor.page.screenshot({ path: `${shots}/${name}.png` })
}

describe('The public', () => {
  test('is asked to sign in, until an owner opens the edition', async () => {
    const reader = await scene.visitor(`${scene.url}/d/${document}`)
    await reader.page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await ada.page.goto(`${scene.url}/e/${edition}/members`)
    await ada.page.getByText('Everybody may read this edition').click()
    await ada.page.getByText('Everybody who has the address reads all documents').waitFor()
    await shoot(ada, 'members')
    await reader.page.goto(scene.url)
    await reader.page.getByText('A scene').waitFor()
    // What a reader may not do is not offered.
    expect(await reader.page.getByRole('button', { name: /Import|Rename/ }).count()).toBe(0)
    await shoot(reader, 'public-library')
    await reader.open(document)
    await reader.page.getByRole('link', { name: 'Sign in' }).waitFor()
    await reader.caret('Minister')
    await reader.page.keyboard.type('x')
    await reader.page.getByText('You are reading. To correct, sign in').waitFor()
    await reader.sees('Foreign', 'To the Foreign Minister Ugeki,')
    await shoot(reader, 'public-reader')
    // Nobody who works is told of them.
    await ada.open(document)
    await ada.page.locator('footer').getByText('Saved').first().waitFor()
    expect(await ada.page.getByRole('list', { name: 'Who is here' }).getByRole('listitem').count()).toBe(1)
    await api(ada, 'PATCH', `/editions/${edition}`, { isPublic: false })
    await reader.page.getByRole('heading', { name: 'Your access to this document has ended' }).waitFor()
    await shoot(reader, 'public-ended')
    expect(reader.errors).toEqual([])
    await reader.context.close()
  })
})

describe('A share link', () => {
  test('is made in the editor, asks for a name, and ends at once', async () => {
    await ada.open(document)
    await ada.page.getByRole('button', { name: 'Share…' }).click()
    const dialog = ada.page.getByRole('dialog', { name: 'Share this document' })
    await dialog.getByLabel('For whom').fill('The seminar')
    await dialog.getByRole('button', { name: 'Role' }).click()
    await ada.page.getByRole('option', { name: /^Corrector/ }).click()
    await shoot(ada, 'share')
    await dialog.getByRole('button', { name: 'Make a link' }).click()
    const link = await ada.page.getByRole('textbox', { name: 'The link' }).inputValue()
    expect(link).toMatch(/\/s\/[\w-]{43}$/)
    await ada.page.getByRole('button', { name: 'Done', exact: true }).click()

    const guest = await scene.visitor(link)
    await guest.page.getByLabel('Name').fill('Gast Hart')
    await shoot(guest, 'link')
    await guest.page.getByRole('button', { name: 'Begin' }).click()
    await guest.page.locator('.sheet-text').waitFor()
    await guest.caret('Ug')
    await guest.page.keyboard.press('Delete')
    await guest.page.keyboard.type('a')
    await ada.sees('Foreign', 'Ug[-e-]{+a+}ki')
    await guest.status(/Saved/)
    // A corrector does not decide.
    await guest.page.getByRole('article').first().waitFor()
    expect(await guest.page.getByRole('button', { name: /^Accept/ }).count()).toBe(0)
    await shoot(guest, 'guest')

    await ada.page.goto(`${scene.url}/e/${edition}/members`)
    await ada.page.getByText('opened in 1 browser').waitFor()
    await ada.page.getByRole('button', { name: 'End the link: The seminar' }).click()
    await guest.page.getByRole('heading', { name: 'Your access to this document has ended' }).waitFor()
    await guest.page.getByText('had been saved before').waitFor()
    expect(guest.errors).toEqual([])
    await guest.context.close()
  })
})

describe('A role that is lowered while its holder types', () => {
  test('is told, holds for what is on the screen, and hands back what was refused', async () => {
    const edda = await invited('Edda', 'corrector')
    const hold = await holdable(edda)
    await edda.open(document)
    await edda.status(/Saved/)
    // What is typed meanwhile reaches the server from somebody who only reads.
    await hold(true)
    await edda.caret('second')
    await edda.page.keyboard.type('ary')
    await api(ada, 'PUT', `/editions/${edition}/members/${edda.id}`, { role: 'reader' })
    await edda.page.getByText('Your role here is reader now.').waitFor()
    await hold(false)
    await edda.page.getByRole('alertdialog', { name: 'Your role here has changed' }).waitFor()
    expect(await edda.page.getByRole('textbox', { name: 'What you did' }).inputValue()).toContain(
      'second ] secondary',
    )
    await shoot(edda, 'refused')
    await edda.page.getByRole('button', { name: 'Go on' }).click()
    await edda.sees('second', 'The second paragraph.')
    await edda.caret('second')
    await edda.page.keyboard.type('x')
    await edda.page.getByText('You are reading. Ask an owner to let you correct.').waitFor()

    // Raised again, she goes on where she is.
    await api(ada, 'PUT', `/editions/${edition}/members/${edda.id}`, { role: 'reviewer' })
    await edda.page.getByText('Your role here is reviewer now.').waitFor()
    await edda.caret('second')
    await edda.page.keyboard.type('ary')
    await edda.sees('second', 'second{+ary+}')
    await api(ada, 'PUT', `/editions/${edition}/members/${edda.id}`, { role: 'annotator' })
    await edda.page.getByText('Your role here is annotator now.').waitFor()
    expect(await edda.page.getByRole('button', { name: /^(Accept|Reject)/ }).count()).toBe(0)
    await edda.caret('Minister', 'select')
    await edda.page.keyboard.press('Alt+Shift+N')
    await edda.page.getByRole('textbox', { name: 'The note' }).waitFor()
    await shoot(edda, 'annotator')
    expect(edda.errors).toEqual([])
    await edda.context.close()
  })
})

test('access that is taken away hands back what was not sent', async () => {
  const finn = await invited('Finn', 'corrector')
  const hold = await holdable(finn)
  await finn.open(document)
  await finn.status(/Saved/)
  await hold(true)
  await finn.caret('The second')
  await finn.page.keyboard.type('ary')
  await api(ada, 'DELETE', `/editions/${edition}/members/${finn.id}`)
  await finn.page.getByRole('heading', { name: /access to this document has ended/ }).waitFor()
  expect(await finn.page.getByRole('textbox', { name: 'What you did' }).inputValue()).toContain('secondary')
  await shoot(finn, 'ended')
  expect(finn.errors).toEqual([])
  await finn.context.close()
})
