// How many are online, to everyone, on ws; at most every 100 ms.
"use strict";
const { WebSocketServer, WebSocket } = require("ws");

const server = new WebSocketServer({
  host: "127.0.0.1",
  port: Number(process.argv[2]),
  backlog: 4096,
  path: "/counter",
});

server.on("connection", (socket) => {
  socket.on("error", () => socket.terminate());
  socket.send(String(server.clients.size));
});

let last = 0;
function broadcast() {
  if (server.clients.size !== last) {
    last = server.clients.size;
    const text = String(last);
    server.clients.forEach((client) => {
      if (client.readyState === WebSocket.OPEN) {
        client.send(text);
      }
    });
  }
  setTimeout(broadcast, 100);
}
broadcast();
