/** One client's socket, as a room sees it. */
import type { WebSocket } from 'ws'
import type { Actor, Role } from '../../schema/people.js'
import { Allowance } from './allowance.js'
import { closeCodes, type Refusal, writeRefused, writeRole, writeSaved } from './protocol.js'

/** How long a socket that is told to go may take to do so, in milliseconds. */
const farewell = 2_000

/** So many messages of one client may wait; a hundred hands type fewer in a second. */
const maxWaiting = 2_000

/** Carets move with every key and every movement of a mouse that selects; more than sixty times a second nobody sees. */
const presenceAtOnce = 120
const presenceRate = 60

/** A client asks for the document when it comes, and hardly again; each answer may be the whole of it. */
const questionsAtOnce = 20
const questionRate = 1

/** How long a client may send at its rate all at once, in seconds. */
const burst = 10

/** RFC 6455 allows 125 bytes of payload in a close frame; two are the code. */
const maxReason = 123

export class Connection {
  /** How many messages with updates have come, and how many of them the client has been told are saved. */
  received = 0
  saved = 0
  /** True while an update of this client rested on something that it is yet to send. */
  incomplete = false
  /** How often in a row it was asked for what is missing. */
  asked = 0
  /** True once it has been sent the document; before that, updates would mean nothing to it. */
  synced = false
  open = true
  /** What its person is in the document; changed while it is open. Null is nobody. */
  role: Role | null = null
  /** Told of everything that this client is turned away for, and how many bytes it had sent. */
  onRefused: (refusal: Refusal, bytes: number) => void = () => {}
  private readonly presence = new Allowance(presenceAtOnce, presenceRate, performance.now())
  private readonly questions = new Allowance(questionsAtOnce, questionRate, performance.now())
  /** How many of its messages wait to be handled. */
  private waiting = 0
  private paused = false
  /** How many messages may still come at once, and when that was reckoned. */
  private allowance: number
  private reckoned = performance.now()
  private throttled = false

  constructor(
    readonly id: string,
    /** Under the name that they have now. */
    public person: { readonly id: string; readonly name: string },
    private readonly socket: WebSocket,
    private readonly maxUnread: number,
    /** Messages a second that are taken in the long run; ten seconds' worth may come at once. */
    private readonly rate = Number.POSITIVE_INFINITY,
  ) {
    this.allowance = rate * burst
  }

  /** Whether there is somebody with a name at the other end. */
  get isKnown(): boolean {
    return this.person.id !== ''
  }

  get actor(): Actor {
    return { id: this.person.id, role: this.role }
  }

  /** Sends a frame, or cuts the client off where too much lies unread. */
  send(frame: Buffer): void {
    if (!this.open) return
    if (this.socket.bufferedAmount > this.maxUnread) {
      this.close(closeCodes.slow, 'too much lies unread: come back and sync anew')
      return
    }
    this.socket.send(frame)
  }

  /** Tells the client that everything received by now is on disk. */
  sendSaved(): void {
    if (this.incomplete || this.saved === this.received) return
    this.saved = this.received
    this.send(writeSaved(this.saved))
  }

  /** Tells the client what its person is in the document from now on. */
  sendRole(): void {
    if (this.role !== null) this.send(writeRole(this.role))
  }

  /** Whether it may say once more where it is. */
  mayShow(): boolean {
    return this.presence.take(performance.now())
  }

  /** Whether it may ask once more for what it lacks. */
  mayAsk(): boolean {
    return this.questions.take(performance.now())
  }

  /** Turns the client away; `bytes` is how much it had sent. */
  refuse(refusal: Refusal, bytes = 0): void {
    if (this.open) this.onRefused(refusal, bytes)
    this.send(writeRefused(refusal))
    this.close(refusal.code, refusal.rule || refusal.message)
  }

  close(code: number, reason: string): void {
    if (!this.open) return
    this.open = false
    this.socket.resume()
    this.socket.close(code, cut(reason))
    setTimeout(() => this.socket.terminate(), farewell).unref()
  }

  /** Counts a message that has come; who sends more than the rate is read from so much more slowly. */
  count(): void {
    const now = performance.now()
    this.allowance = Math.min(this.rate * burst, this.allowance + ((now - this.reckoned) / 1000) * this.rate)
    this.reckoned = now
    this.allowance--
    if (this.allowance >= 0 || this.throttled) return
    this.throttled = true
    this.socket.pause()
    const rest = setTimeout(
      () => {
        this.throttled = false
        if (!this.paused) this.socket.resume()
      },
      (-this.allowance / this.rate) * 1000,
    )
    rest.unref()
  }

  /** Counts a message that waits; who sends faster than can be handled is not read from for a while. */
  wait(): void {
    this.waiting++
    if (this.waiting > maxWaiting && !this.paused) this.pause()
  }

  /** Counts a message that has been handled. */
  handled(): void {
    this.waiting--
    if (this.paused && this.waiting < maxWaiting / 2) this.resume()
  }

  pause(): void {
    this.paused = true
    this.socket.pause()
  }

  resume(): void {
    this.paused = false
    if (!this.throttled) this.socket.resume()
  }
}

/** As much of a reason as a close frame holds, cut between letters. */
function cut(reason: string): string {
  let text = reason
  while (Buffer.byteLength(text) > maxReason) text = text.slice(0, -1)
  return text
}
