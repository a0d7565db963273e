"""How many are online, to everyone, on aiohttp; at most every 100 ms."""

import asyncio
import sys

import uvloop
from aiohttp import web

clients = set()


async def counter(request):
    socket = web.WebSocketResponse(compress=False)
    await socket.prepare(request)
    clients.add(socket)
    try:
        await socket.send_str(str(len(clients)))
        async for _ in socket:
            pass
    finally:
        clients.discard(socket)
    return socket


async def broadcast():
    last = 0
    while True:
        await asyncio.sleep(0.1)
        if len(clients) != last:
            last = len(clients)
            for socket in list(clients):
                try:
                    await socket.send_str(str(last))
                except ConnectionError:
                    clients.discard(socket)


async def broadcaster(app):
    task = asyncio.create_task(broadcast())
    yield
    task.cancel()


application = web.Application()
application.add_routes([web.get("/counter", counter)])
application.cleanup_ctx.append(broadcaster)

if __name__ == "__main__":
    uvloop.install()
    web.run_app(application, host="127.0.0.1", port=int(sys.argv[1]), backlog=4096, access_log=None)
