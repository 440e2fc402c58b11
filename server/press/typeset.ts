/** Typesetting: Typst source in, a PDF out. The compiler is Typst's own, as WebAssembly; it and the fonts are loaded when
 * the first PDF is asked for. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { HttpError } from '../problem.js'

/** What nobody else needs to know of the compiler: `compile` answers with the PDF, or with what is wrong. */
interface Compiler {
  add_source(path: string, content: string): boolean
  reset_shadow(): void
  reset(): void
  compile(path: string, inputs: null, format: 'pdf', diagnostics: 3): Compiled
}

interface Compiled {
  readonly result?: Uint8Array
  readonly hasError?: boolean
  readonly diagnostics?: readonly Diagnostic[]
}

interface Diagnostic {
  readonly severity: string
  readonly message: string
  /** Line and column, counted from 0, as `3:14-3:20`. */
  readonly range: string
}

/** The faces of Libertinus Serif that the pages are set in: the text's own, and semibold for the titles. */
const faces = [
  '400Regular',
  '400Regular_Italic',
  '600SemiBold',
  '600SemiBold_Italic',
  '700Bold',
  '700Bold_Italic',
]

const main = '/main.typ'

let loading: Promise<Compiler> | null = null

/** The PDF of a Typst source in UTF-8. The same source gives the same bytes. The compiler computes without a pause, ten
 * seconds for a megabyte of text, and keeps half a gigabyte of memory for it until its thread ends. Rejects with 422 and the first
 * error's message where the source cannot be set. */
export async function typeset(source: Uint8Array): Promise<Uint8Array> {
  loading ??= load()
  const compiler = await loading
  compiler.add_source(main, new TextDecoder().decode(source))
  let compiled: Compiled
  try {
    compiled = compiler.compile(main, null, 'pdf', 3)
    compiler.reset_shadow()
    // Frees what the compiler remembers of this text for setting it anew.
    compiler.reset()
  } catch (error) {
    // Of WebAssembly that has trapped, nothing can be used any more.
    loading = null
    throw new HttpError(422, `The PDF could not be typeset: ${String((error as Error).message ?? error)}.`)
  }
  if (compiled.result) return compiled.result
  const fault = compiled.diagnostics?.find(({ severity }) => severity === 'error')
  throw new HttpError(
    422,
    `The PDF could not be typeset: ${fault ? faultText(fault) : 'no reason is given'}.`,
  )
}

function faultText({ message, range }: Diagnostic): string {
  const [, line, column] = /^(\d+):(\d+)/.exec(range) ?? []
  const where =
    line === undefined ? '' : ` (line ${Number(line) + 1}, column ${Number(column) + 1} of its Typst source)`
  // What a host function throws brings its stack along.
  return `${message.replace(/\n.*/s, '').replace(/\.$/, '')}${where}`
}

async function load(): Promise<Compiler> {
  const typst = await import('@myriaddreamin/typst-ts-web-compiler')
  const wasm = await bytesOf('@myriaddreamin/typst-ts-web-compiler/wasm')
  await typst.default({ module_or_path: wasm })
  const builder = new typst.TypstCompilerBuilder()
  // No file, no package, no network: a source sees itself and the fonts.
  const nothing = () => undefined
  builder.set_access_model(
    null,
    () => 0,
    () => false,
    (path: string) => path,
    nothing,
  )
  for (const face of faces)
    await builder.add_raw_font(
      await bytesOf(`@expo-google-fonts/libertinus-serif/${face}/LibertinusSerif_${face}.ttf`),
    )
  return (await builder.build()) as Compiler
}

const bytesOf = (file: string) => readFile(fileURLToPath(import.meta.resolve(file)))
