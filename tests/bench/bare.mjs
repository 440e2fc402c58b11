/** The peer that the server's fan-out is measured against: a bare `ws` broadcast that passes each frame on to everybody
 * else, keeps nothing and checks nothing. A process of its own; prints its address. */
import { WebSocket, WebSocketServer } from 'ws'

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false }, () => {
  console.log(`http://127.0.0.1:${server.address().port}`)
})
server.on('connection', socket => {
  socket.on('error', () => {})
  socket.on('message', frame => {
    for (const other of server.clients)
      if (other !== socket && other.readyState === WebSocket.OPEN) other.send(frame)
  })
})
