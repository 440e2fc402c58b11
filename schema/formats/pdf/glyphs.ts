/** The characters that the typeface has. Tests hold this list against the font itself. */

const ranges =
  '20-7e a0-2e4 2ea-34e 350-36f 374-375 37a-37e 384-38a 38c 38e-3a1 3a3-3ce 3d0-3e1 3f0-3f6 3f8-3f9 3fb 3fd-477 47c-47f 483 48c-4c4 4c7-4cc 4d0-4f9 5b0-5c3 5c6 5d0-5ea 5f0-5f4 1d15 1d35 1d43-1d5f 1d62-1d67 1d9c 1da0 1da4 1db6 1dbb 1e00-1f15 1f18-1f1d 1f20-1f45 1f48-1f4d 1f50-1f57 1f59 1f5b 1f5d 1f5f-1f7d 1f80-1fb4 1fb6-1fc4 1fc6-1fd3 1fd6-1fdb 1fdd-1fef 1ff2-1ff4 1ff6-1ffe 2000-2027 202f-2037 2039-203e 2042 2044 2047-204b 204f 2070-2071 2074-208e 2090-209c 20a2-20a4 20a7-20a8 20ab-20ac 20af 20b1 20b9 20bf 2100-2103 2105-2106 2109 210c-210f 2111 2113 2115-2116 2119-211a 211c-211d 2120 2122 2124 2126-2127 212e 2132 2135-2139 214f 2153-2184 2190-219b 21a6 21a8 21ae 21bc-21bd 21c0-21c1 21cb-21d9 2200-220d 220f-222e 2236 223c 2241 2245 2248-2249 2259 2260-2262 2264-2265 226a-226b 226e-2271 2282-2285 2295-2298 22a2-22a6 22b6-22b7 22c5 22ee-22ef 2300 2302-2303 2310 2320-2321 2326-2327 2329-232b 237d 2380 239b-23ae 23d3 2423 2460-2487 24b6-24ff 25a0-25a1 25b2-25b3 25b6-25b7 25bc-25bd 25c0-25c1 25c6-25c7 25c9-25cc 25ce-25d7 25e6 2605 2609 2619 261b 261e 2627 262f 2639-2653 2660 2663 2665-2666 2669-266f 2695 2698 26a2-26a7 26ac-26af 2714 2718 271d 2767 2776-277f 27c2 27e6-27e9 2c60-2c6c 2c6e-2c6f 2c74-2c77 2e02-2e05 2e08-2e0a 2e17-2e18 a656-a657 a71b-a71d a720-a721 a765 a789-a78c a793 ab52 e801-e803 fb20 fb29-fb36 fb38-fb3c fb3e fb40-fb41 fb43-fb44 fb46-fb4e fffd 1d106-1d107 1f12f'

const characters: ReadonlySet<number> = new Set(
  ranges.split(' ').flatMap(range => {
    const [first, last = first] = range.split('-').map(hex => Number.parseInt(hex, 16))
    return Array.from({ length: last! - first! + 1 }, (_, i) => first! + i)
  }),
)

/** Whether the typeface has a character; of one that is not seen, such as a joiner, it needs none. */
export function hasGlyph(character: string): boolean {
  return characters.has(character.codePointAt(0)!) || /^[\s\p{Default_Ignorable_Code_Point}]/u.test(character)
}

/** The characters of a text that the typeface has not got, each once, in the order of Unicode. */
export function lackingIn(text: string): string[] {
  const lacking = new Set<string>()
  for (const character of text) if (character > '~' && !hasGlyph(character)) lacking.add(character)
  return [...lacking].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!)
}
