"""Echo on asyncio streams; one process per core, which share the port."""

import asyncio
import multiprocessing
import os
import sys

import uvloop


async def echo(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


async def serve(port):
    server = await asyncio.start_server(echo, "127.0.0.1", port, reuse_port=True)
    await server.serve_forever()


def run(port):
    uvloop.install()
    asyncio.run(serve(port))


if __name__ == "__main__":
    port = int(sys.argv[1])
    for _ in range(os.cpu_count() - 1):
        multiprocessing.Process(target=run, args=(port,), daemon=True).start()
    run(port)
