import { describe, expect, test } from 'vitest'
import {
  can,
  type Deed,
  deeds,
  type Grant,
  isAtLeast,
  leastRole,
  type Role,
  roleIn,
  roles,
} from '../../schema/people.js'

const grant = (scope: Grant['scope'], thing: string, role: Role): Grant => ({ scope, thing, role })
const place = { edition: 'e', document: 'd' }

describe('the role in a place', () => {
  test.each<[string, Grant[], Role | null]>([
    ['nothing given', [], null],
    ['another edition', [grant('edition', 'x', 'owner')], null],
    ['the house', [grant('house', '', 'corrector')], 'corrector'],
    ['an edition in the house', [grant('house', '', 'reviewer'), grant('edition', 'e', 'reader')], 'reader'],
    [
      'a document of an edition',
      [grant('edition', 'e', 'reader'), grant('document', 'd', 'reviewer')],
      'reviewer',
    ],
    ['less on a document', [grant('edition', 'e', 'reviewer'), grant('document', 'd', 'reader')], 'reader'],
    ['an owner of the edition', [grant('edition', 'e', 'owner'), grant('document', 'd', 'reader')], 'owner'],
    ['an owner of the house', [grant('house', '', 'owner'), grant('edition', 'e', 'reader')], 'owner'],
    [
      'oneself and by a link',
      [grant('document', 'd', 'reader'), grant('document', 'd', 'corrector')],
      'corrector',
    ],
  ])('%s', (_, grants, role) => {
    expect(roleIn(grants, place)).toBe(role)
  })

  test('is reader for everybody in a public edition, and no less than what is given', () => {
    expect(roleIn([], { ...place, isPublic: true })).toBe('reader')
    expect(roleIn([grant('edition', 'e', 'corrector')], { ...place, isPublic: true })).toBe('corrector')
  })

  test('on a document says nothing about its edition', () => {
    expect(roleIn([grant('document', 'd', 'owner')], { edition: 'e' })).toBeNull()
  })
})

describe('what a role may do', () => {
  test('is what those before it may, and more', () => {
    for (const [i, role] of roles.entries()) {
      const may = (r: Role) => deeds.filter(deed => can({ id: 'ada', role: r }, deed))
      const before = roles[i - 1]
      if (before) expect(may(role)).toEqual(expect.arrayContaining(may(before)))
      expect(may(role)).toEqual(deeds.filter(deed => isAtLeast(role, leastRole(deed))))
    }
    expect(deeds.filter(deed => can({ id: 'ada', role: null }, deed))).toEqual([])
  })

  test('is this', () => {
    const first = (role: Role) => deeds.filter((deed: Deed) => leastRole(deed) === role)
    expect(Object.fromEntries(roles.map(role => [role, first(role)]))).toEqual({
      reader: ['read'],
      annotator: ['note', 'reply', 'name', 'cite', 'rewrite', 'annotate', 'remove'],
      corrector: ['propose', 'structure', 'withdraw'],
      reviewer: ['register', 'version', 'import', 'describe', 'accept', 'decide'],
      owner: ['settings', 'members', 'audit', 'makeEdition', 'people'],
    })
  })

  test('ends at what is somebody else’s', () => {
    const owner = { id: 'ada', role: 'owner' } as const
    const other = { by: 'ben', decisions: [] }
    for (const deed of ['rewrite', 'annotate', 'remove', 'withdraw'] as const) {
      expect(can(owner, deed, other)).toBe(false)
      expect(can(owner, deed, { by: 'ada', decisions: [] })).toBe(true)
    }
    expect(can(owner, 'rewrite', { ...other, shared: true })).toBe(true)
  })
})
