"""What one says goes to everyone, line by line over TCP, on asyncio streams."""

import asyncio
import sys

import uvloop

writers = set()


async def chat(reader, writer):
    writers.add(writer)
    try:
        while line := await reader.readline():
            await broadcast(line)
    except ConnectionError:
        pass
    finally:
        writers.discard(writer)
        writer.close()


async def broadcast(line):
    for writer in list(writers):
        try:
            writer.write(line)
            await writer.drain()
        except ConnectionError:
            writers.discard(writer)


async def serve(port):
    server = await asyncio.start_server(chat, "127.0.0.1", port, backlog=4096)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.install()
    asyncio.run(serve(int(sys.argv[1])))
