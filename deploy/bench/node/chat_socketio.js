// What one says goes to everyone, on socket.io.
"use strict";
const { createServer } = require("node:http");
const { Server } = require("socket.io");

const http = createServer();
const io = new Server(http, { transports: ["websocket"], serveClient: false });

io.on("connection", (socket) => {
  socket.on("message", (message) => io.emit("message", message));
});

http.listen(Number(process.argv[2]), "127.0.0.1", 4096);
