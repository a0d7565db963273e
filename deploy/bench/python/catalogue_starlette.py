"""The catalogue on Starlette and asyncpg, as far as it is measured."""

import os

import asyncpg
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.routing import Route


async def brands(request):
    rows = await request.app.state.database.fetch(
        "select brand_id, brand_name from brand order by brand_id"
    )
    return JSONResponse([dict(row) for row in rows])


async def product(request):
    row = await request.app.state.database.fetchrow(
        "select product_id, product_name, brand_id from product where product_id = $1",
        request.path_params["id"],
    )
    if row is None:
        raise HTTPException(404)
    return JSONResponse(dict(row))


async def add_product(request):
    body = await request.json()
    row = await request.app.state.database.fetchrow(
        "insert into product (product_name, brand_id) values ($1, $2)"
        " returning product_id, product_name, brand_id",
        body["product_name"],
        body["brand_id"],
    )
    location = {"Location": f"/products/{row['product_id']}"}
    return JSONResponse(dict(row), status_code=201, headers=location)


async def open_database():
    size = int(os.environ["DATABASE_CONNECTIONS"])
    application.state.database = await asyncpg.create_pool(
        os.environ["DATABASE_URI"], min_size=size, max_size=size
    )


async def close_database():
    await application.state.database.close()


application = Starlette(
    routes=[
        Route("/brands", brands),
        Route("/products/{id:int}", product),
        Route("/products", add_product, methods=["POST"]),
    ],
    on_startup=[open_database],
    on_shutdown=[close_database],
)
