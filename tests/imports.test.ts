/** The house rules that no compiler keeps: imports run one way, schema/ is pure, and one file spells the Yjs keys. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What schema/ may import from outside: packages that only compute. */
const purePackages = [
  'saxes',
  'yjs',
  'lib0',
  'prosemirror-model',
  '@noble/hashes',
  'fast-myers-diff',
  'fflate',
  'parse5',
  'mdast',
  'mdast-util-from-markdown',
  'mdast-util-gfm',
  'micromark-extension-gfm',
  'zod',
  '@citation-js/core',
  '@citation-js/plugin-bibtex',
  '@citation-js/plugin-csl',
  '@citation-js/plugin-ris',
]

/** Which folders of ours each folder may import from. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  schema: ['schema'],
  server: ['schema', 'server'],
  client: ['schema', 'client'],
}

interface Import {
  /** As written. */
  readonly name: string
  readonly line: number
  /** Whether the compiler drops it. */
  readonly typeOnly: boolean
}

interface SourceFile {
  /** From the root, with slashes. */
  readonly path: string
  readonly tree: ts.SourceFile
  readonly imports: readonly Import[]
}

function filesIn(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name).split(sep).join('/'))
    .filter(path => /\.[cm]?[jt]sx?$/.test(path))
    .sort()
    .map(path => parsed(path, readFileSync(join(root, path), 'utf8')))
}

function parsed(path: string, text: string): SourceFile {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  return { path, tree, imports: importsOf(tree) }
}

/** Every way to reach another module: import and export declarations, import types, `import()`, `require()`, and
 * `new URL('./worker.js', import.meta.url)`. */
function importsOf(tree: ts.SourceFile): Import[] {
  const found: Import[] = []
  const add = (node: ts.Node, name: ts.Node | undefined, typeOnly = false) => {
    if (name && ts.isStringLiteralLike(name))
      found.push({ name: name.text, line: lineOf(tree, node), typeOnly })
  }
  walk(tree, node => {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier, isTypeOnly(node.importClause))
    else if (ts.isExportDeclaration(node)) add(node, node.moduleSpecifier, node.isTypeOnly)
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node, node.argument.literal, true)
    else if (ts.isCallExpression(node)) {
      const { expression } = node
      const isRequire = ts.isIdentifier(expression) && expression.text === 'require'
      if (isRequire || expression.kind === ts.SyntaxKind.ImportKeyword) add(node, node.arguments[0])
    } else if (
      ts.isNewExpression(node) &&
      node.expression.getText() === 'URL' &&
      node.arguments?.[1]?.getText() === 'import.meta.url'
    )
      add(node, node.arguments[0])
  })
  return found
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true
  const { name, namedBindings } = clause
  return (
    !name &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.length > 0 &&
    namedBindings.elements.every(element => element.isTypeOnly)
  )
}

function walk(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node)
  ts.forEachChild(node, child => walk(child, see))
}

function lineOf(tree: ts.SourceFile, node: ts.Node): number {
  return tree.getLineAndCharacterOfPosition(node.getStart()).line + 1
}

const isRelative = (name: string) => name.startsWith('.')

/** Where a relative import leads, from the root and without its ending. */
function target(from: string, name: string): string {
  const path = relative(root, resolve(root, dirname(from), name))
    .split(sep)
    .join('/')
  return path.replace(/\.[cm]?[jt]sx?$/, '')
}

/** `@noble/hashes/sha2.js` belongs to `@noble/hashes`. */
function packageOf(name: string): string {
  return name.split('/', name.startsWith('@') ? 2 : 1).join('/')
}

function crossings(file: SourceFile): string[] {
  const [folder] = file.path.split('/')
  const allowed = mayImport[folder!]!
  return file.imports
    .filter(({ name }) => isRelative(name))
    .map(({ name, line }) => ({ to: target(file.path, name), line }))
    .filter(({ to }) => ['schema', 'server', 'client', 'tests'].includes(to.split('/')[0]!))
    .filter(({ to }) => !allowed.includes(to.split('/')[0]!))
    .map(({ to, line }) => `${file.path}:${line} imports ${to}`)
}

function impurities(file: SourceFile): string[] {
  const found = file.imports
    .filter(({ name }) => !isRelative(name) && !purePackages.includes(packageOf(name)))
    .map(({ name, line }) => `${file.path}:${line} imports ${name}`)
  walk(file.tree, node => {
    const text =
      ts.isPropertyAccessExpression(node) || ts.isNewExpression(node) || ts.isCallExpression(node)
        ? node.getText()
        : ''
    const isImpure =
      /^(Date\.now|Math\.random|performance\.now|crypto\.\w+|process\.\w+|globalThis\.\w+)$/.test(text) ||
      /^(new Date|new Date\(\s*\)|Date\(.*\)|(setTimeout|setInterval|setImmediate|queueMicrotask|fetch)\(.*)$/s.test(
        text,
      )
    if (isImpure) found.push(`${file.path}:${lineOf(file.tree, node)} uses ${text.split('(')[0]}`)
  })
  return found
}

/** Circles of imports, types left aside: each as the files that it runs through. */
function circles(files: readonly SourceFile[]): string[] {
  const edges = new Map(
    files.map(file => [
      file.path.replace(/\.[cm]?[jt]sx?$/, ''),
      file.imports.filter(i => isRelative(i.name) && !i.typeOnly).map(i => target(file.path, i.name)),
    ]),
  )
  const found: string[] = []
  const done = new Set<string>()
  const path: string[] = []
  const visit = (name: string) => {
    const at = path.indexOf(name)
    if (at >= 0) found.push([...path.slice(at), name].join(' → '))
    if (at >= 0 || done.has(name)) return
    path.push(name)
    for (const next of edges.get(name) ?? []) visit(next)
    path.pop()
    done.add(name)
  }
  for (const name of edges.keys()) visit(name)
  return found
}

/** Places that name a root of a Y.Doc. */
function spelledRoots(file: SourceFile): string[] {
  const found: string[] = []
  walk(file.tree, node => {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return
    const method = node.expression.name.text
    const [argument] = node.arguments
    if (
      /^get(Map|Array|Text|XmlFragment|XmlElement)$/.test(method) &&
      argument &&
      ts.isStringLiteralLike(argument)
    )
      found.push(`${file.path}:${lineOf(file.tree, node)} ${method}('${argument.text}')`)
  })
  return found
}

describe('the check itself', () => {
  const imports = (text: string) => importsOf(parsed('schema/x.ts', text).tree).map(i => i.name)

  test.each([
    ["import { a } from './a.js'", ['./a.js']],
    ["import type { A } from './a.js'", ['./a.js']],
    ["export * from './a.js'", ['./a.js']],
    ["let a: import('./a.js').A", ['./a.js']],
    ["const a = await import('./a.js')", ['./a.js']],
    ["new Worker(new URL('./a.ts', import.meta.url))", ['./a.ts']],
    ["// import './a.js'\nconst s = \"import './b.js'\"", []],
  ])('finds the imports of %j', (text, expected) => {
    expect(imports(text)).toEqual(expected)
  })

  test('sees a crossing, an impurity, a circle and a spelled root', () => {
    expect(crossings(parsed('client/app/a.ts', "import '../../server/main.js'"))).toHaveLength(1)
    expect(impurities(parsed('schema/a.ts', "import 'node:fs'"))).toHaveLength(1)
    expect(impurities(parsed('schema/a.ts', 'const now = Date.now(), d = new Date()'))).toHaveLength(2)
    expect(impurities(parsed('schema/a.ts', 'const d = new Date(0)'))).toEqual([])
    const [a, b] = [
      parsed('schema/a.ts', "import './b.js'"),
      parsed('schema/b.ts', "import { a } from './a.js'"),
    ]
    expect(circles([a, b])).toEqual(['schema/a → schema/b → schema/a'])
    expect(circles([a, parsed('schema/b.ts', "import type { A } from './a.js'")])).toEqual([])
    expect(spelledRoots(parsed('client/a.ts', "doc.getMap('meta')"))).toHaveLength(1)
  })
})

describe('imports run one way', () => {
  const schema = filesIn('schema')
  const server = filesIn('server')
  const client = filesIn('client')

  test('there is something to check', () => {
    expect(schema.length).toBeGreaterThan(20)
    expect(server.length).toBeGreaterThan(20)
    expect(client.length).toBeGreaterThan(20)
  })

  test('schema ← server, schema ← client, never client ↔ server', () => {
    expect([...schema, ...server, ...client].flatMap(crossings)).toEqual([])
  })

  test('schema/ is pure: no DOM, file, socket, clock or random source', () => {
    expect(schema.flatMap(impurities)).toEqual([])
  })

  test('no circle of imports in schema/', () => {
    expect(circles(schema)).toEqual([])
  })

  test('only schema/layers.ts spells the keys of the layers', () => {
    const others = [...schema, ...server, ...client].filter(file => file.path !== 'schema/layers.ts')
    expect(others.flatMap(spelledRoots)).toEqual([])
  })
})
