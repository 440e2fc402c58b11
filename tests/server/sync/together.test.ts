import { afterEach, describe, expect, test } from 'vitest'
import { correction, joinDocument, serve, stopServers, until } from '../support/server.js'

afterEach(stopServers)

describe('two stock clients on one document', () => {
  test('see each other’s corrections', async () => {
    const server = await serve()
    const id = await server.document()
    const ada = joinDocument(server.url, id, await server.newcomer('Ada'))
    const ben = joinDocument(server.url, id, await server.newcomer('Ben'))
    await Promise.all([ada.synced, ben.synced])
    expect(ada.layers.about()?.layout).toBe(1)
    const ofAda = correction(ada.person.id)
    const ofBen = correction(ben.person.id, { start: 0, end: 4, text: 'Of' })
    ada.layers.change('test', () => ada.layers.addCorrection(ofAda))
    ben.layers.change('test', () => ben.layers.addCorrection(ofBen))
    await Promise.all([
      until(ada.doc, () => ada.layers.corrections.size === 2),
      until(ben.doc, () => ben.layers.corrections.size === 2),
    ])
    expect(ben.layers.correction(ofAda.id, 90)).toEqual(ofAda)
    expect(ada.doc.toJSON()).toEqual(ben.doc.toJSON())
    const typed = ada.layers.correctionText(ofAda.id)!
    for (const letter of ' Kazushige') typed.insert(typed.length, letter)
    await until(ben.doc, () => ben.layers.correctionText(ofAda.id)?.toString() === 'Ugaki Kazushige')
  })
})
