import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { preloadsOf } from '../../server/preloads.js'
import { temporaryFolder } from './support/server.js'

const { folder, remove } = temporaryFolder()
afterEach(remove)

test('a page names its files, who is here, the files of its route and what that asks for', () => {
  expect(preloadsOf(folder)('/')).toBe('</api/me>; rel=preload; as=fetch; crossorigin')
  const manifest = {
    'index.html': { file: 'assets/index.js', imports: ['_shared.js'], css: ['assets/index.css'] },
    '_shared.js': { file: 'assets/shared.js' },
    '_rows.js': { file: 'assets/rows.js', imports: ['_shared.js', '_rows.js'], css: ['assets/rows.css'] },
    'review/review-page.tsx': { file: 'assets/review.js', imports: ['index.html', '_rows.js'] },
    'app/document-page.tsx': { file: 'assets/document.js' },
  }
  mkdirSync(join(folder, '.vite'))
  writeFileSync(join(folder, '.vite', 'manifest.json'), JSON.stringify(manifest))
  const of = (path: string) =>
    preloadsOf(folder)(path)
      .split(', ')
      .map(link => /^<\/(.*)>; rel=(\w+)/.exec(link)!.slice(1).join(' '))
  const always = [
    'assets/index.js modulepreload',
    'assets/index.css preload',
    'assets/shared.js modulepreload',
    'api/me preload',
  ]
  expect(of('/')).toEqual(always)
  expect(of('/d/x')).toEqual([...always, 'assets/document.js modulepreload'])
  expect(of('/d/x/history')).toEqual(always)
  expect(of('/e/%C3%B6%3E/review')).toEqual([
    ...always,
    'api/editions/%C3%B6%3E/corrections?limit=100 preload',
    'assets/review.js modulepreload',
    'assets/rows.js modulepreload',
    'assets/rows.css preload',
  ])
  expect(of('/e/%E0%A4%A/review')).toEqual(always)
})
