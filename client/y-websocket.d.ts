/** The part of y-websocket 3 that we use. The package ships its types at an address that its `exports` do not name. */
declare module 'y-websocket' {
  import type { Decoder } from 'lib0/decoding'
  import type { Encoder } from 'lib0/encoding'
  import type { Awareness } from 'y-protocols/awareness'
  import type * as Y from 'yjs'

  type MessageHandler = (
    encoder: Encoder,
    decoder: Decoder,
    provider: WebsocketProvider,
    emitSynced: boolean,
    messageType: number,
  ) => void

  interface ProviderEvents {
    sync: (synced: boolean) => void
    status: (event: { status: 'connected' | 'disconnected' | 'connecting' }) => void
    closed: (event: { code: number; reason: string }) => void
    'connection-close': (event: CloseEvent | null) => void
  }

  export class WebsocketProvider {
    constructor(
      serverUrl: string,
      room: string,
      doc: Y.Doc,
      options?: {
        connect?: boolean
        awareness?: Awareness
        WebSocketPolyfill?: typeof WebSocket
        maxBackoffTime?: number
        disableBc?: boolean
      },
    )
    readonly awareness: Awareness
    readonly messageHandlers: MessageHandler[]
    readonly synced: boolean
    readonly wsconnected: boolean
    on<E extends keyof ProviderEvents>(event: E, listener: ProviderEvents[E]): void
    off<E extends keyof ProviderEvents>(event: E, listener: ProviderEvents[E]): void
    connect(): void
    disconnect(): void
    destroy(): void
  }
}
