/** People who come to a house with accounts: by a link, with a password, and out again. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Scene, type Visitor } from './scene.js'

let scene: Scene
let ada: Visitor
let ben: Visitor

beforeAll(async () => {
  scene = await Scene.open({ invited: true })
})
afterAll(() => scene?.close())

const adas = 'seven lightships at anchor'
const bens = 'the tide table of 1927'

async function join(visitor: Visitor, name: string, email: string, password: string): Promise<void> {
  const { page } = visitor
  await page.getByLabel('Name, as it is printed').fill(name)
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Join' }).click()
  await page.getByRole('heading', { name: 'Editions' }).waitFor()
}

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
}

const menu = async (page: Page, item: string) => {
  await page.getByRole('button', { name: /: your account$/ }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

/** The link that a dialog shows, which is then closed. */
async function linkOf(page: Page, title: string): Promise<string> {
  const link = await page.getByRole('textbox', { name: title }).inputValue()
  await page.getByRole('button', { name: 'Copy', exact: true }).click()
  await page.getByText('It is in the clipboard.').waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link)
  await page.getByRole('button', { name: 'Done', exact: true }).click()
  return link
}

describe('A house with accounts', () => {
  test('tells a stranger to sign in, at the address that they wanted', async () => {
    const stranger = await scene.visitor(`${scene.url}/people`)
    await stranger.page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await stranger.page.getByText('Nobody has an account here yet').waitFor()
    const fields = await stranger.page
      .locator('form input')
      .evaluateAll(all => all.map(input => [input.getAttribute('type'), input.getAttribute('autocomplete')]))
    expect(fields).toEqual([
      ['email', 'username'],
      ['password', 'current-password'],
    ])
    await stranger.context.close()
  })

  test('lets the first owner in by the link that the server printed', async () => {
    const link = /http:\S+\/join\/\S+/.exec(scene.said)![0]
    ada = await scene.visitor(link)
    const { page } = ada
    await page.getByText('Owner of all that is here').waitFor()
    // What is wrong is said beside the field.
    await page.getByLabel('Name, as it is printed').fill('Ada Lovell')
    await page.getByLabel('E-mail address').fill('ada@example.org')
    const password = page.getByLabel('Password', { exact: true })
    expect(await password.getAttribute('autocomplete')).toBe('new-password')
    await password.fill('ada@example.org')
    await page.keyboard.press('Enter')
    await page.getByText('This is your name or address').waitFor()
    expect(await password.getAttribute('aria-invalid')).toBe('true')
    await join(ada, 'Ada Lovell', 'ada@example.org', adas)
    await page.goto(link)
    await page.getByText('This link has been used.').waitFor()
    await page.getByRole('link', { name: 'To the editions' }).click()
  })

  test('has a colleague join by a link that the owner passes on', async () => {
    const { page } = ada
    await menu(page, 'People')
    await page.getByRole('button', { name: 'Invite somebody…' }).click()
    await page.getByLabel('For whom').fill('Ben, for the report')
    await page.getByRole('dialog').getByRole('button', { name: 'Role' }).click()
    await page.getByRole('option', { name: /^Reviewer/ }).click()
    await page.getByRole('button', { name: 'Make the link' }).click()
    const link = await linkOf(page, 'The invitation')
    await page.getByRole('heading', { name: 'Invited' }).waitFor()
    expect(await page.locator('.people-row', { hasText: 'Ben, for the report' }).innerText()).toContain(
      'Reviewer of The Lightship Papers',
    )

    ben = await scene.visitor(link, { width: 360, height: 760 })
    await ben.page.getByText('Ada Lovell invites you').waitFor()
    expect(await overflow(ben.page)).toBe(0)
    await join(ben, 'Ben Weir', 'ben@example.org', bens)
    expect(await overflow(ben.page)).toBe(0)
    await ben.page.getByRole('button', { name: /: your account$/ }).click()
    expect(await ben.page.getByRole('menuitem').allInnerTexts()).toEqual([
      expect.stringContaining('Profile'),
      'Sign out',
    ])
    await ben.page.keyboard.press('Escape')
    await page.reload()
    await page.getByText('ben@example.org').waitFor()
    expect(await page.getByRole('heading', { name: 'Invited' }).count()).toBe(0)
  })

  test('signs people out and in, back to where they wanted to be', async () => {
    const { page } = ben
    const [sample] = await fetchSample()
    await ben.open(sample!)
    await ben.status(/saved/i)
    const kept = () => page.evaluate(async () => (await indexedDB.databases()).length)
    expect(await kept()).toBe(1)
    await page.goto(scene.url)
    await menu(page, 'Sign out')
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    // What the browser kept of the document is gone.
    await page.waitForFunction(async () => (await indexedDB.databases()).length === 0)
    await page.goto(`${scene.url}/d/${sample}/history`)
    await signIn(page, 'ben@example.org', 'not the tide table')
    await page.getByText('The address or the password is not right.').waitFor()
    await signIn(page, 'ben@example.org', bens)
    await page.getByRole('heading', { name: 'History', exact: true }).waitFor()
    expect(new URL(page.url()).pathname).toBe(`/d/${sample}/history`)
    await page.goto(`${scene.url}/sign-in?to=//evil.example`)
    await signIn(page, 'ben@example.org', bens)
    await page.getByRole('heading', { name: 'Editions' }).waitFor()
    expect(page.url()).toBe(`${scene.url}/`)
  })

  test('gives a new password by a link from an owner', async () => {
    const { page } = ada
    await page.goto(`${scene.url}/people`)
    await page.getByRole('button', { name: 'What can be done about Ben Weir' }).click()
    await page.getByRole('menuitem', { name: 'Make a link for a new password' }).click()
    const link = await linkOf(page, 'A new password for Ben Weir')
    await ben.page.goto(link)
    await ben.page.getByText('ben@example.org').waitFor()
    await ben.page.getByLabel('New password').fill('the new tide table')
    await ben.page.getByRole('button', { name: 'Use this password' }).click()
    await ben.page.getByRole('heading', { name: 'Editions' }).waitFor()
  })

  test('shows where one is signed in, and ends a session at once', async () => {
    const elsewhere = await scene.visitor(scene.url)
    await signIn(elsewhere.page, 'ben@example.org', 'the new tide table')
    await elsewhere.page.getByRole('heading', { name: 'Editions' }).waitFor()
    const [sample] = await fetchSample()
    await elsewhere.open(sample!)
    await elsewhere.status(/saved/i)

    await menu(ben.page, 'Profile')
    await ben.page.getByText('this browser').waitFor()
    expect(await ben.page.locator('.people-part', { hasText: 'Signed in' }).locator('li').count()).toBe(2)
    await ben.page.getByRole('button', { name: /^Sign out Chrome/ }).click()
    await elsewhere.page.getByRole('heading', { name: 'Sign in' }).waitFor()
    // The one who ended it stays.
    await ben.page.reload()
    await ben.page.getByText('this browser').waitFor()
    expect(elsewhere.errors).toEqual([])
    await elsewhere.context.close()
  })

  test('keeps a profile, whose ORCID is checked', async () => {
    const { page } = ben
    await page.goto(`${scene.url}/me`)
    await page.getByLabel('Initials').fill('BW')
    await page.getByLabel('ORCID').fill('0000-0002-1825-0098')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('This is no ORCID').waitFor()
    await page.getByLabel('ORCID').fill('https://orcid.org/0000000218250097')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Your profile is saved').waitFor()
    expect(await page.getByLabel('ORCID').inputValue()).toBe('0000-0002-1825-0097')
    expect(await overflow(page)).toBe(0)
  })

  test('makes a token that a program works with, until it is revoked', async () => {
    const { page } = ben
    await page.getByRole('button', { name: 'Make a token…' }).click()
    await page.getByLabel('What it is for').fill('nightly export')
    await page.getByRole('button', { name: 'Make the token' }).click()
    const token = await linkOf(page, 'Your token')
    const me = () =>
      fetch(`${scene.url}/api/me`, { headers: { authorization: `Bearer ${token}` } }).then(r => r.status)
    expect(await me()).toBe(200)
    await page.getByRole('button', { name: 'Revoke the token “nightly export”' }).click()
    await page.getByText('nightly export').waitFor({ state: 'detached' })
    expect(await me()).toBe(401)
  })

  test('ends an account at once, and brings it back', async () => {
    const { page } = ada
    await page.goto(`${scene.url}/people`)
    const act = async (item: string) => {
      await page.getByRole('button', { name: 'What can be done about Ben Weir' }).click()
      await page.getByRole('menuitem', { name: item }).click()
    }
    await act('End the account…')
    await page.getByRole('button', { name: 'End the account', exact: true }).click()
    await page.locator('.people-ended', { hasText: 'Ben Weir' }).waitFor()
    await ben.page.goto(scene.url)
    await signIn(ben.page, 'ben@example.org', 'the new tide table')
    await ben.page.getByText('The address or the password is not right.').waitFor()
    await act('Bring the account back')
    await page.locator('.people-ended').waitFor({ state: 'detached' })
    await signIn(ben.page, 'ben@example.org', 'the new tide table')
    await ben.page.getByRole('heading', { name: 'Editions' }).waitFor()
  })

  test('does not let the last owner go', async () => {
    const { page } = ada
    await page.getByRole('button', { name: 'What can be done about Ada Lovell' }).click()
    await page.getByRole('menuitem', { name: 'End the account…' }).click()
    await page.getByRole('button', { name: 'End the account', exact: true }).click()
    await page.getByText('This is the last owner who can sign in.').waitFor()
    expect([...ada.errors, ...ben.errors]).toEqual([])
  })
})

/** How far the page is wider than the screen. */
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

async function fetchSample(): Promise<readonly string[]> {
  const editions = (await fetch(`${scene.url}/api/editions`, {
    headers: { cookie: await ada.cookie() },
  }).then(r => r.json())) as { documents: { id: string }[] }[]
  return editions[0]!.documents.map(({ id }) => id)
}

describe('On one’s own machine', () => {
  let laptop: Scene
  beforeAll(async () => {
    laptop = await Scene.open()
  })
  afterAll(() => laptop?.close())

  test('nobody signs in, and a browser that has forgotten its person is told', async () => {
    const edda = await laptop.person('Edda')
    const { page, context } = edda
    await page.getByRole('button', { name: 'Edda: your account' }).click()
    expect(await page.getByRole('menuitem').allInnerTexts()).toEqual([expect.stringContaining('Profile')])
    await page.getByRole('menuitem', { name: 'Profile' }).click()
    await page.getByLabel('Name, as it is printed').fill('Edda Norling')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Edda Norling: your account' }).waitFor()
    expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual([
      'How your work is signed',
      expect.stringContaining('Tokens'),
    ])
    const before = await whoIs(edda)

    await context.clearCookies()
    await page.goto(`${laptop.url}/sign-in`)
    const dialog = page.getByRole('dialog', { name: 'How should your work be signed?' })
    const again = dialog.getByRole('button', { name: /^I am / })
    await again.first().waitFor()
    expect(await again.allInnerTexts()).toEqual(['I am Edda Norling again'])
    await again.click()
    await page.getByRole('heading', { name: 'Editions' }).waitFor()
    expect(await whoIs(edda)).toEqual(before)
    expect(edda.errors).toEqual([])
  })

  const whoIs = async (visitor: Visitor) =>
    fetch(`${laptop.url}/api/me`, { headers: { cookie: await visitor.cookie() } }).then(r => r.json())
})
