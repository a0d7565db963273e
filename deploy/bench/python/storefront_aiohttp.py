"""The storefront's GET /products/all as a backend for frontend on aiohttp: the same services, asked
over HTTP with the same deadlines, retries and breakers."""

import asyncio
import os
import time

import aiohttp
from aiohttp import web

REQUEST_SECONDS = 1.0
TRY_SECONDS = 0.5
TRIES = 3
RETRY_SECONDS = 0.1
BREAKER_FAILURES = 5
BREAKER_WINDOW_SECONDS = 10.0
BREAKER_RESET_SECONDS = 30.0
PRODUCTS = 1000


class Late(Exception):
    pass


class Broken(Exception):
    pass


class Refused(Exception):
    pass


class Breaker:
    """Leaves a service alone that failed too often; then lets a single call through."""

    def __init__(self):
        self.failures = []
        self.open_until = 0.0
        self.trying = False

    def admit(self):
        if self.open_until == 0.0:
            return
        if self.trying or time.monotonic() < self.open_until:
            raise Refused()
        self.trying = True

    def succeeded(self):
        if self.trying:
            self.__init__()

    def failed(self):
        now = time.monotonic()
        self.failures = [at for at in self.failures if now - at < BREAKER_WINDOW_SECONDS] + [now]
        if self.trying or len(self.failures) >= BREAKER_FAILURES:
            self.trying = False
            self.open_until = now + BREAKER_RESET_SECONDS


class Downstream:
    """A service that is asked for JSON."""

    def __init__(self, session, url):
        self.session = session
        self.url = url
        self.breaker = Breaker()

    async def get(self, path, deadline):
        self.breaker.admit()
        try:
            answer = await self.tried(path, deadline)
        except (Late, Broken):
            self.breaker.failed()
            raise
        self.breaker.succeeded()
        return answer

    async def tried(self, path, deadline):
        for attempt in range(1, TRIES + 1):
            try:
                return await self.once(path, min(TRY_SECONDS, deadline - time.monotonic()))
            except (Late, Broken):
                if attempt == TRIES or deadline - time.monotonic() <= RETRY_SECONDS:
                    raise
                await asyncio.sleep(RETRY_SECONDS)

    async def once(self, path, seconds):
        if seconds <= 0:
            raise Late()
        try:
            timeout = aiohttp.ClientTimeout(total=seconds)
            async with self.session.get(self.url + path, timeout=timeout) as answer:
                if answer.status != 200:
                    raise Broken()
                return await answer.json()
        except asyncio.TimeoutError as late:
            raise Late() from late
        except aiohttp.ClientError as broken:
            raise Broken() from broken


def problem(status, detail, headers=None):
    body = {"type": "about:blank", "status": status, "detail": detail}
    return web.json_response(
        body, status=status, headers=headers, content_type="application/problem+json"
    )


async def optional(answer):
    try:
        return await answer
    except (Late, Broken, Refused):
        return None


async def products_with_stock(services, deadline):
    products = await services["rest"].get(f"/products?limit={PRODUCTS}", deadline)
    if not products:
        return products, None
    ids = "&".join(f"product_id={product['product_id']}" for product in products)
    return products, await optional(services["inventory"].get(f"/inventory?{ids}", deadline))


async def products_all(request):
    user = request.query.get("user_id", "")
    if not user.isdecimal() or int(user) == 0:
        return problem(400, "user_id must be a positive integer")
    deadline = time.monotonic() + REQUEST_SECONDS
    services = request.app["services"]
    try:
        cart, favorites, (products, levels) = await asyncio.gather(
            optional(services["cart"].get(f"/users/{user}/cart", deadline)),
            optional(services["favorites"].get(f"/users/{user}/favorites", deadline)),
            products_with_stock(services, deadline),
        )
    except Late:
        return problem(504, "the products did not come in time; try again")
    except Broken:
        return problem(502, "the products are unavailable; try again")
    except Refused:
        return problem(503, "the products have failed too often", {"Retry-After": "30"})
    stock = {level["product_id"]: level["inventory"] for level in levels or []}
    return web.json_response(
        {
            "cart_items": None if cart is None else len(cart),
            "favorite_items": None if favorites is None else len(favorites),
            "products": [
                {
                    "product_id": product["product_id"],
                    "product_name": product["product_name"],
                    "inventory": stock.get(product["product_id"]),
                }
                for product in products
            ],
        }
    )


async def services(app):
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        app["services"] = {
            name: Downstream(session, os.environ[name.upper() + "_URL"])
            for name in ("rest", "cart", "favorites", "inventory")
        }
        yield


application = web.Application()
application.add_routes([web.get("/products/all", products_all)])
application.cleanup_ctx.append(services)
