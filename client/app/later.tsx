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
    const [, setLoaded] = useState(false)
    useEffect(() => {
      if (Page === null) void load().then(() => setLoaded(true))
    }, [])
    if (Page !== null) return <Page {...(props as unknown as P)} />
    if (failure === null) return opening
    // Shown again, it is tried again.
    const error = failure
    failure = null
    throw error
  }
  return Object.assign(Shown, { load })
}
