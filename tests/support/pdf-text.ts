/** The text of a PDF, read by somebody else's program (PDF.js). */
import { extractText, getDocumentProxy } from 'unpdf'

/** The text of each page. */
export async function pagesOf(pdf: Uint8Array): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: false })
  return text
}

/** The letters and figures of a text and nothing else, so that line ends, divided words and ligatures make no difference. */
export const lettersOf = (text: string): string => text.normalize('NFKC').replace(/[^\p{L}\p{N}]+/gu, '')
