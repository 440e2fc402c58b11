/** People who sign in elsewhere: they join, come back, and say on their page what opens their account. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startProvider, type TestProvider } from '../server/support/provider.js'
import { Scene, type Visitor } from './scene.js'

let scene: Scene
let campus: TestProvider
let ada: Visitor
let ben: Visitor

beforeAll(async () => {
  scene = await Scene.open({
    invited: true,
    async settings(url) {
      campus = await startProvider(`${url}/api/sign-in/campus/callback`)
      const { issuer, id, secret, title } = campus.config
      return {
        CORRIGENDA_OIDC_CAMPUS_ISSUER: issuer,
        CORRIGENDA_OIDC_CAMPUS_ID: id,
        CORRIGENDA_OIDC_CAMPUS_SECRET: secret,
        CORRIGENDA_OIDC_CAMPUS_TITLE: title,
        // Nobody listens there.
        CORRIGENDA_SMTP: 'smtp://127.0.0.1:1',
        CORRIGENDA_MAIL_FROM: 'editions@example.org',
      }
    },
  })
})
afterAll(async () => {
  await scene?.close()
  await campus?.stop()
})

const password = 'seven lightships at anchor'

/** Says at the provider's own page who one is. */
async function be(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { name: 'Who are you?' }).waitFor()
  expect(new URL(page.url()).origin).toBe(campus.issuer)
  await page.getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Log in' }).click()
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

describe('A house with a provider', () => {
  test('lets an owner connect their account, who knows its password', async () => {
    ada = await scene.visitor(/http:\S+\/join\/\S+/.exec(scene.said)![0])
    const { page } = ada
    await page.getByRole('button', { name: 'Join with Campus' }).waitFor()
    await page.getByLabel('Name, as it is printed').fill('Ada Lovell')
    await page.getByLabel('E-mail address').fill('ada@example.org')
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Join', exact: true }).click()
    await page.getByRole('heading', { name: 'Editions' }).waitFor()

    await page.goto(`${scene.url}/me`)
    await page.getByRole('button', { name: 'Connect Campus' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Your password', { exact: true }).fill('not that one, surely')
    await page.keyboard.press('Enter')
    await dialog.getByText('This is not your password.').waitFor()
    await dialog.getByLabel('Your password', { exact: true }).fill(password)
    await page.keyboard.press('Enter')
    await be(page, 'ada')
    await page.getByRole('button', { name: 'Disconnect Campus' }).waitFor()
    expect(page.url()).toBe(`${scene.url}/me`)
  })

  test('has a colleague join with it, on a small screen, under a name to be looked over', async () => {
    const { page } = ada
    await page.goto(`${scene.url}/people`)
    await page.getByRole('button', { name: 'Invite somebody…' }).click()
    await page.getByLabel('For whom').fill('Ben')
    await page.getByRole('dialog').getByLabel('E-mail address').fill('ben@example.org')
    await page.getByText('Send the link to this address').click()
    await page.getByRole('button', { name: 'Make the link' }).click()
    await page.getByText('The mail could not be sent. Pass this link on yourself').waitFor()
    const link = await page.getByRole('textbox', { name: 'The invitation' }).inputValue()

    ben = await scene.visitor(link, { width: 360, height: 760 })
    await ben.page.getByText('Ada Lovell invites you').waitFor()
    expect(await overflow(ben.page)).toBe(0)
    await ben.page.getByRole('button', { name: 'Join with Campus' }).click()
    await be(ben.page, 'ben')
    await ben.page.getByText('You will sign in with Campus, as Ben Weir.').waitFor()
    expect(await overflow(ben.page)).toBe(0)
    expect(await ben.page.getByLabel('Name, as it is printed').inputValue()).toBe('Ben Weir')
    expect(await ben.page.getByLabel('E-mail address').inputValue()).toBe('ben@example.org')
    expect(await ben.page.getByLabel('Password', { exact: true }).count()).toBe(0)
    await ben.page.getByRole('button', { name: 'Join', exact: true }).click()
    await ben.page.getByRole('heading', { name: 'Editions' }).waitFor()
  })

  test('brings people back to the page that they wanted', async () => {
    const { page } = ben
    await page.getByRole('button', { name: /: your account$/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.goto(`${scene.url}/me`)
    // The provider still knows who sits there.
    await page.getByRole('button', { name: 'Continue with Campus' }).click()
    await page.getByText('with Campus').waitFor()
    expect(page.url()).toBe(`${scene.url}/me`)
    expect(await page.getByRole('button', { name: 'Disconnect Campus' }).isDisabled()).toBe(true)
    await page.getByText('the only way in').waitFor()
    expect(await overflow(page)).toBe(0)
    await page.getByLabel('New password').fill(password)
    await page.getByRole('button', { name: 'Set a password' }).click()
    await page.getByText('Your password is changed').waitFor()
    await page.getByRole('button', { name: 'Disconnect Campus' }).click()
    await page.getByRole('button', { name: 'Connect Campus' }).waitFor()
  })

  test('tells a stranger that no account is connected, and whoever comes back with what cannot be trusted', async () => {
    const stranger = await scene.visitor(`${scene.url}/sign-in?to=/people`)
    const { page } = stranger
    await page.getByRole('button', { name: 'Continue with Campus' }).click()
    await be(page, 'nobody in particular')
    await page.getByText('No account here is connected with this Campus sign-in.').waitFor()
    expect(new URL(page.url()).searchParams.get('to')).toBe('/people')
    await stranger.context.close()

    const { page: late, context } = await scene.visitor(`${scene.url}/sign-in`)
    await late.getByRole('button', { name: 'Continue with Campus' }).click()
    await late.getByRole('heading', { name: 'Who are you?' }).waitFor()
    await late.getByLabel('Name').fill('ada')
    campus.tamper = () => ({ error: 'server_error' })
    await late.getByRole('button', { name: 'Log in' }).click()
    await late.getByText('What Campus answered cannot be trusted').waitFor()
    campus.tamper = null
    await context.close()
    expect([...ada.errors, ...ben.errors]).toEqual([])
  })
})
