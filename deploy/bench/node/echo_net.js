// Echo on Node's net; one worker per core.
"use strict";
const cluster = require("node:cluster");
const net = require("node:net");
const os = require("node:os");

if (cluster.isPrimary) {
  os.cpus().forEach(() => cluster.fork());
} else {
  net
    .createServer({ noDelay: true }, (socket) => {
      socket.on("error", () => socket.destroy());
      socket.pipe(socket);
    })
    .listen(Number(process.argv[2]), "127.0.0.1");
}
