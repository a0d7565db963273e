"""What one says goes to everyone, on aiohttp."""

import sys

import uvloop
from aiohttp import WSMsgType, web

clients = set()


async def chat(request):
    socket = web.WebSocketResponse(compress=False)
    await socket.prepare(request)
    clients.add(socket)
    try:
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                await broadcast(message.data)
    finally:
        clients.discard(socket)
    return socket


async def broadcast(text):
    for client in list(clients):
        try:
            await client.send_str(text)
        except ConnectionError:
            clients.discard(client)


application = web.Application()
application.add_routes([web.get("/chat", chat)])

if __name__ == "__main__":
    uvloop.install()
    web.run_app(application, host="127.0.0.1", port=int(sys.argv[1]), backlog=4096, access_log=None)
