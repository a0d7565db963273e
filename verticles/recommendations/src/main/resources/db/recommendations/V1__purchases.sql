-- Who bought what, in the order of purchase_id.
create table purchase (
  purchase_id bigint generated always as identity primary key,
  user_id bigint not null check (user_id > 0),
  product_id integer not null check (product_id > 0),
  purchased_at timestamptz not null default now()
);

-- What a user bought last, and who bought a product last, without a look at the table itself.
create index purchase_of_user on purchase (user_id, purchase_id desc) include (product_id);
create index purchase_of_product on purchase (product_id, purchase_id desc) include (user_id);
