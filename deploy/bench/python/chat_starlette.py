"""What one says goes to everyone, on Starlette."""

from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocketDisconnect

clients = set()


async def chat(socket):
    await socket.accept()
    clients.add(socket)
    try:
        while True:
            await broadcast(await socket.receive_text())
    except WebSocketDisconnect:
        pass
    finally:
        clients.discard(socket)


async def broadcast(text):
    for client in list(clients):
        try:
            await client.send_text(text)
        except Exception:  # what it is depends on the server below
            clients.discard(client)


application = Starlette(routes=[WebSocketRoute("/chat", chat)])
