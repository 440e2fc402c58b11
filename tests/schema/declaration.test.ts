import { expect, test } from 'vitest'
import { declarationOf, principleWords } from '../../schema/declaration.js'
import { defaultSettings, principles, settingsSchema } from '../../schema/settings.js'

test('nothing said is complete settings', () => {
  expect(settingsSchema.parse({})).toEqual(defaultSettings)
  expect(settingsSchema.parse({ apparatus: { lists: { stamps: false } } }).apparatus.lists).toMatchObject({
    stamps: false,
    emendations: true,
    rejected: false,
  })
})

test.each([
  { language: 'not a language' },
  { apparatus: { form: 'x' } },
  { principles: { stamps: { choice: 'x' } } },
])('refused: %j', value => {
  expect(settingsSchema.safeParse(value).success).toBe(false)
})

test('every answer to every principle has words', () => {
  for (const [key, { answers }] of Object.entries(principleWords)) {
    const shape = principles.shape[key as keyof typeof principles.shape]
    for (const choice of Object.keys(answers)) expect(shape.parse({ choice })).toEqual({ choice, text: '' })
  }
})

test('a statement is the sentence of the answer and what the editors add', () => {
  const settings = settingsSchema.parse({
    principles: { stamps: { choice: 'omitted', text: '  Their dates are in the header. ' } },
  })
  expect(declarationOf(settings).find(s => s.key === 'stamps')).toMatchObject({
    element: 'p',
    text: 'Stamps and catchwords are left out. Their dates are in the header.',
  })
})
