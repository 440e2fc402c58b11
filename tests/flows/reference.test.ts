import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Scene, type Visitor } from './scene.js'

let scene: Scene
let ada: Visitor

beforeAll(async () => {
  scene = await Scene.open()
  ada = await scene.person('Ada')
})
afterAll(() => scene.close())

describe('the page of the HTTP interface', () => {
  test('shows every operation with what it takes, and leads to each', async () => {
    const { page } = ada
    await page.goto(`${scene.url}/api`)
    await page.getByRole('heading', { name: 'The interface for programs' }).waitFor()
    const described = (await (await fetch(`${scene.url}/api/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { operationId: string }>>
    }
    const ids = Object.values(described.paths).flatMap(methods =>
      Object.values(methods).map(({ operationId }) => operationId),
    )
    const shown = await page.locator('.reference-operation').evaluateAll(list => list.map(({ id }) => id))
    expect([...shown].sort()).toEqual([...ids].sort())

    await page
      .getByRole('navigation', { name: 'Contents' })
      .getByRole('link', { name: 'Make a correction' })
      .click()
    const operation = page.getByRole('article', { name: 'Make a correction' })
    await operation.waitFor()
    const text = await operation.innerText()
    expect(text).toContain('/documents/{document}/corrections')
    expect(text).toContain('corrector or more')
    expect(text).toContain(`curl -X POST "${scene.url}/api/documents/$DOCUMENT/corrections"`)
    expect(text).toContain('Authorization: Bearer $TOKEN')
    await operation.getByRole('link', { name: 'NewCorrection' }).click()
    expect(new URL(page.url()).hash).toBe('#shape-NewCorrection')
    expect(await page.locator('#shape-NewCorrection').innerText()).toContain('original')
  })

  test('fits a narrow window', async () => {
    const { page } = ada
    await page.setViewportSize({ width: 360, height: 740 })
    await page.goto(`${scene.url}/api#makeACorrection`)
    await page.locator('#makeACorrection').waitFor()
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(wide).toBeLessThanOrEqual(360)
  })
})
