-- The products that users like best.
create table favorites (
  user_id bigint not null check (user_id > 0),
  product_id integer not null check (product_id > 0),
  primary key (user_id, product_id)
);
