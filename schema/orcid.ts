/** ORCID: the number by which a researcher is known. */

/** An ORCID as it is written (`0000-0002-1825-0097`), from digits in any spacing or from its address; empty stays empty.
 * Null where it is none: sixteen digits, the last of which checks the others (ISO 7064, MOD 11-2) and may be X. */
export function cleanOrcid(value: string): string | null {
  const bare = value
    .trim()
    .replace(/^(https?:\/\/)?(www\.)?orcid\.org\//i, '')
    .replace(/[\s\u2010-\u2015-]/g, '')
    .toUpperCase()
  if (bare === '') return value.trim() === '' ? '' : null
  if (!/^\d{15}[\dX]$/.test(bare) || checkOf(bare.slice(0, 15)) !== bare[15]) return null
  return bare.replace(/(.{4})(?=.)/g, '$1-')
}

function checkOf(digits: string): string {
  const total = [...digits].reduce((sum, digit) => (sum + Number(digit)) * 2, 0)
  const check = (12 - (total % 11)) % 11
  return check === 10 ? 'X' : String(check)
}
