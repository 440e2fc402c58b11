import { type ComponentType, type ReactNode, useEffect, useState } from 'react'

/** A page whose code is loaded when it is first shown, or sooner where somebody calls `load`. */
export type Later<P extends object> = ComponentType<P & { readonly opening: ReactNode }> & {
  /** Loads the code. Never rejects: what went wrong is thrown when the page is shown. */
  readonly load: () => Promise<void>
}

/** Makes a page of what `get` loads; `opening` is shown meanwhile. React's own way, `lazy` in a `Suspense`, holds what has
 * come back for up to 300 ms after it has shown a fallback, lest screens flicker: most of what opening a page takes. */
export function later<P extends object>(get: () => Promise<ComponentType<P>>): Later<P> {
  let Page: ComponentType<P> | null = null
  let failure: unknown = null
  let loading: Promise<void> | null = null
  const load = () => {
    if (loading === null) failure = null
    loading ??= get().then(
      page => {
        Page = page
      },
      error => {
        failure = error ?? new Error('unknown')
        loading = null
      },
    )
    return loading
  }
  function Shown({ opening, ...props }: P & { readonly opening: ReactNode }) {
    const [loaded, setLoaded] = useState(() => {
      // Shown again after a failure, it is tried again.
      if (failure !== null) void load()
      return Page !== null
    })
    useEffect(() => {
      if (!loaded) void load().then(() => setLoaded(true))
    }, [loaded])
    if (Page !== null) return <Page {...(props as unknown as P)} />
    if (failure !== null) throw failure
    return opening
  }
  return Object.assign(Shown, { load })
}
