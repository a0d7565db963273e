// How many are online, to everyone, on socket.io; at most every 100 ms.
"use strict";
const { createServer } = require("node:http");
const { Server } = require("socket.io");

const http = createServer();
const io = new Server(http, { transports: ["websocket"], serveClient: false });

io.on("connection", (socket) => {
  socket.emit("count", io.sockets.sockets.size);
});

let last = 0;
function broadcast() {
  if (io.sockets.sockets.size !== last) {
    last = io.sockets.sockets.size;
    io.emit("count", last);
  }
  setTimeout(broadcast, 100);
}
broadcast();

http.listen(Number(process.argv[2]), "127.0.0.1", 4096);
