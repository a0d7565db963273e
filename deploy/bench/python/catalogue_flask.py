"""The catalogue on Flask and psycopg2, as far as it is measured; a worker serves one at a time."""

import os

import psycopg2
from flask import Flask, abort, jsonify, request
from psycopg2.extras import RealDictCursor

application = Flask(__name__)
connection = None


def cursor():
    global connection
    if connection is None:
        # After the fork: each worker has its own.
        connection = psycopg2.connect(os.environ["DATABASE_URI"])
        connection.autocommit = True
    return connection.cursor(cursor_factory=RealDictCursor)


@application.get("/brands")
def brands():
    with cursor() as rows:
        rows.execute("select brand_id, brand_name from brand order by brand_id")
        return jsonify(rows.fetchall())


@application.get("/products/<int:id>")
def product(id):
    with cursor() as rows:
        rows.execute(
            "select product_id, product_name, brand_id from product where product_id = %s", (id,)
        )
        row = rows.fetchone()
    return abort(404) if row is None else jsonify(row)


@application.post("/products")
def add_product():
    body = request.get_json()
    with cursor() as rows:
        rows.execute(
            "insert into product (product_name, brand_id) values (%s, %s)"
            " returning product_id, product_name, brand_id",
            (body["product_name"], body["brand_id"]),
        )
        row = rows.fetchone()
    return jsonify(row), 201, {"Location": f"/products/{row['product_id']}"}
