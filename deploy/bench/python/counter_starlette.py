"""How many are online, to everyone, on Starlette; at most every 100 ms."""

import asyncio

from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocketDisconnect

clients = set()


async def counter(socket):
    await socket.accept()
    clients.add(socket)
    try:
        await socket.send_text(str(len(clients)))
        while True:
            await socket.receive_text()
    except WebSocketDisconnect:
        pass
    finally:
        clients.discard(socket)


async def broadcast():
    last = 0
    while True:
        await asyncio.sleep(0.1)
        if len(clients) != last:
            last = len(clients)
            for socket in list(clients):
                try:
                    await socket.send_text(str(last))
                except Exception:  # what it is depends on the server below
                    clients.discard(socket)


async def start():
    application.state.broadcast = asyncio.create_task(broadcast())


application = Starlette(routes=[WebSocketRoute("/counter", counter)], on_startup=[start])
