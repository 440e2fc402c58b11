/** As much of citation-js as we use; the packages bring no types along. */
declare module '@citation-js/core' {
  interface CslEngine {
    readonly opt: { readonly xclass?: string }
    updateItems(ids: readonly string[]): void
    /** [parameters, entries]: an entry is the markup of one work. */
    makeBibliography(): [{ readonly entry_ids: readonly (readonly string[])[] }, string[]] | false
    makeCitationCluster(
      items: readonly { id: string; locator?: string; label?: string; prefix?: string }[],
    ): string
  }
  interface CslConfig {
    readonly templates: {
      add(name: string, style: string): void
      has(name: string): boolean
      list(): string[]
    }
    engine(data: readonly unknown[], style: string, locale: string, format: string): CslEngine
  }
  export const plugins: {
    readonly input: {
      /** Reads text of the type that `forceType` names as CSL JSON. Throws what cannot be read. */
      chain(input: unknown, options: { generateGraph: false; forceType: string }): Record<string, unknown>[]
    }
    readonly config: { get(name: '@csl'): CslConfig }
  }
}
declare module '@citation-js/plugin-bibtex'
declare module '@citation-js/plugin-ris'
declare module '@citation-js/plugin-csl'
