/** Names in the order in which a person puts them: folder by folder, numbers by their size. */
export function byName(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')]
  for (let i = 0; i < left.length && i < right.length; i++) {
    const order = byPart(left[i]!, right[i]!)
    if (order !== 0) return order
  }
  return left.length - right.length || (a < b ? -1 : a > b ? 1 : 0)
}

function byPart(a: string, b: string): number {
  const pieces = (name: string) => name.toLowerCase().match(/\d+|\D+/g) ?? []
  const [left, right] = [pieces(a), pieces(b)]
  for (let i = 0; i < left.length && i < right.length; i++) {
    const order = byPiece(left[i]!, right[i]!)
    if (order !== 0) return order
  }
  return left.length - right.length
}

function byPiece(a: string, b: string): number {
  if (/^\d/.test(a) && /^\d/.test(b)) {
    const [x, y] = [a.replace(/^0+(?=\d)/, ''), b.replace(/^0+(?=\d)/, '')]
    return x.length - y.length || (x < y ? -1 : x > y ? 1 : 0)
  }
  return a < b ? -1 : a > b ? 1 : 0
}
