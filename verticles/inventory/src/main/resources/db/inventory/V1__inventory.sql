-- How many there are of a product. Which products there are is known elsewhere.
create table inventory (
  product_id integer primary key check (product_id > 0),
  inventory integer not null check (inventory >= 0)
);
