/** Files that are sent to the server, read so that what is too large is refused as early as that can be known. */
import express, { type Request, type RequestHandler, type Response } from 'express'
import { HttpError } from './problem.js'

/** Whoever is still sending when they are refused gets so long to hear of it before the connection is cut, in
 * milliseconds: a browser that cannot send on does not read the answer. */
const farewell = 3_000

/** Reads a body of any type into `request.body`, as bytes. 413 comes at once where the size that the request names is
 * beyond `limit`, else as soon as more than that has come; 415 where it is packed: files are sent as they are. */
export function fileBody(limit: number): RequestHandler {
  return (request, response, next) => {
    refuseLarge(request, response, limit)
    const packing = request.headers['content-encoding'] ?? 'identity'
    if (packing !== 'identity') {
      letGo(request, response)
      throw new HttpError(415, 'Files are sent as they are, not packed.')
    }
    const pieces: Buffer[] = []
    let size = 0
    const stop = (error?: unknown) => {
      request.off('data', take).off('end', end).off('error', stop).off('close', close)
      next(error)
    }
    const take = (piece: Buffer) => {
      size += piece.length
      pieces.push(piece)
      if (size <= limit) return
      pieces.length = 0
      letGo(request, response)
      stop(tooLarge(limit))
    }
    const end = () => {
      request.body = Buffer.concat(pieces)
      stop()
    }
    const close = () => stop(new HttpError(400, 'The file was cut off.'))
    request.on('data', take).on('end', end).on('error', stop).on('close', close)
  }
}

/** Reads a body of JSON of up to `limit` bytes. */
export function jsonBody(limit: number): RequestHandler {
  const parse = express.json({ limit })
  return (request, response, next) => {
    refuseLarge(request, response, limit)
    parse(request, response, next)
  }
}

/** Throws 413 where a request says itself that its body is beyond `limit`. */
export function refuseLarge(request: Request, response: Response, limit: number): void {
  if (Number(request.headers['content-length'] ?? 0) <= limit) return
  letGo(request, response)
  throw tooLarge(limit)
}

/** Has nothing more of a request kept, and its connection end soon after it is answered. */
function letGo(request: Request, response: Response): void {
  response.set('Connection', 'close')
  request.resume()
  const { socket } = request
  response.once('finish', () => {
    if (!request.complete) setTimeout(() => socket.destroy(), farewell).unref()
  })
}

function tooLarge(limit: number): HttpError {
  const [count, unit] = limit >= 1 << 20 ? [limit / (1 << 20), 'MB'] : [limit, 'bytes']
  return new HttpError(413, `This is larger than the ${Math.floor(count)} ${unit} that are taken in.`)
}
