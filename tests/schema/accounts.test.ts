/** What people type about themselves. */
import { describe, expect, test } from 'vitest'
import { cleanOrcid } from '../../schema/orcid.js'
import { longestPassword, passwordFault } from '../../schema/passwords.js'
import { cleanEmail, cleanInitials } from '../../schema/people.js'

describe('An ORCID', () => {
  test.each([
    ['0000-0002-1825-0097', '0000-0002-1825-0097'],
    ['0000000218250097', '0000-0002-1825-0097'],
    [' https://orcid.org/0000-0002-1694-233x ', '0000-0002-1694-233X'],
    ['0000 0002 1694 233X', '0000-0002-1694-233X'],
    ['0000\u20110002\u20111825\u20110097', '0000-0002-1825-0097'],
    ['', ''],
    ['  ', ''],
    ['0000-0002-1825-0098', null],
    ['0000-0002-1694-2330', null],
    ['X000-0002-1825-0097', null],
    ['0000-0002-1825', null],
    ['-', null],
    ['https://orcid.org/', null],
    ['https://example.org/0000-0002-1825-0097', null],
  ])('%s is kept as %s', (typed, kept) => expect(cleanOrcid(typed)).toBe(kept))
})

describe('A password', () => {
  const own = ['Ada Lovell', 'ada.lovell@example.org']
  test.each(['seven lightships', 'correct horse battery', 'пароль из слов', '0123456789ab'])(
    'may be %s',
    password => expect(passwordFault(password, own)).toBeNull(),
  )
  test.each([
    ['eleven char', 'at least 12'],
    ['x1y2z'.repeat(longestPassword), 'at most 1000'],
    ['aaaaaaaaaaaaaaaa', 'over and over'],
    ['abababababab', 'over and over'],
    ['ada.lovell@example.org', 'name or address'],
    ['ADA LOVELL ADA LOVELL', 'name or address'],
    ['Ada-Lovell-!!!', 'name or address'],
    // Twelve code units, but six signs.
    ['𝔞𝔟𝔠𝔡𝔢𝔣', 'at least 12'],
  ])('may not be %.30s', (password, why) => expect(passwordFault(password, own)).toContain(why))
  test('is not compared with nothing', () =>
    expect(passwordFault('!!!! ???? ,,,, ;;;;', ['', ''])).toBeNull())
})

describe('An address', () => {
  test.each([
    [' Ada@Example.ORG ', 'ada@example.org'],
    ['ada+editions@mail.example.org', 'ada+editions@mail.example.org'],
    ['root@localhost', 'root@localhost'],
    ['ädä@exämple.org', 'ädä@exämple.org'],
    ['', null],
    ['ada', null],
    ['ada@', null],
    ['@example.org', null],
    ['a@b@c', null],
    ['ada@example..org', null],
    ['ada@example.org, ben@example.org', null],
    ['ada@example.org\r\nBcc: x@example.org', null],
    ['Ada <ada@example.org>', null],
    [`${'a'.repeat(250)}@b.org`, null],
  ])('%j is kept as %s', (typed, kept) => expect(cleanEmail(typed)).toBe(kept))
})

describe('Initials', () => {
  test.each([
    ['', ''],
    [' A.  L. ', 'A. L.'],
    ['Łukasiewicz', 'Łukasiewicz'],
    ['thirteen char', null],
    ['A\nL', 'A L'],
    ['A\u202eL', null],
  ])('%j are kept as %s', (typed, kept) => expect(cleanInitials(typed)).toBe(kept))
})
