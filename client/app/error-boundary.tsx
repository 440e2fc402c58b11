import { Component, type ReactNode } from 'react'
import { Button } from '../ui/button.js'

interface Caught {
  readonly error: unknown
}

/** Shows what went wrong in place of a part that failed. The session lives outside of what is drawn here, so that
 * nothing typed is lost, and unsent changes go on being sent. */
export class ErrorBoundary extends Component<
  { readonly what: string; readonly children: ReactNode },
  Caught
> {
  override state: Caught = { error: null }

  static getDerivedStateFromError(error: unknown): Caught {
    return { error: error ?? new Error('unknown') }
  }

  override render() {
    const { error } = this.state
    if (error === null) return this.props.children
    const words = error instanceof Error ? `${error.message}\n\n${error.stack ?? ''}` : String(error)
    return (
      <div className="message" role="alert">
        <h1>{this.props.what} failed</h1>
        <p>
          This is a fault of the program. What you typed is kept and goes on being saved; showing it again may
          help, else reload the page.
        </p>
        <div className="message-acts">
          <Button look="primary" onPress={() => this.setState({ error: null })}>
            Show it again
          </Button>
          <Button onPress={() => location.reload()}>Reload the page</Button>
          <Button onPress={() => void navigator.clipboard?.writeText(words)}>Copy the details</Button>
        </div>
        <pre>{words}</pre>
      </div>
    )
  }
}
