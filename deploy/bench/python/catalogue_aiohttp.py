"""The catalogue on aiohttp and asyncpg, as far as it is measured."""

import os

import asyncpg
from aiohttp import web

routes = web.RouteTableDef()


@routes.get("/brands")
async def brands(request):
    rows = await request.app["database"].fetch(
        "select brand_id, brand_name from brand order by brand_id"
    )
    return web.json_response([dict(row) for row in rows])


@routes.get(r"/products/{id:\d+}")
async def product(request):
    row = await request.app["database"].fetchrow(
        "select product_id, product_name, brand_id from product where product_id = $1",
        int(request.match_info["id"]),
    )
    if row is None:
        raise web.HTTPNotFound()
    return web.json_response(dict(row))


@routes.post("/products")
async def add_product(request):
    body = await request.json()
    row = await request.app["database"].fetchrow(
        "insert into product (product_name, brand_id) values ($1, $2)"
        " returning product_id, product_name, brand_id",
        body["product_name"],
        body["brand_id"],
    )
    location = {"Location": f"/products/{row['product_id']}"}
    return web.json_response(dict(row), status=201, headers=location)


async def database(app):
    size = int(os.environ["DATABASE_CONNECTIONS"])
    app["database"] = await asyncpg.create_pool(
        os.environ["DATABASE_URI"], min_size=size, max_size=size
    )
    yield
    await app["database"].close()


application = web.Application()
application.add_routes(routes)
application.cleanup_ctx.append(database)
