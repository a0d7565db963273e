create table brand (
  brand_id integer generated always as identity primary key,
  brand_name text not null check (length(brand_name) between 1 and 200)
);

create table product (
  product_id integer generated always as identity primary key,
  product_name text not null check (length(product_name) between 1 and 200),
  brand_id integer not null references brand
);
-- The products of a brand, page by page.
create index product_of_brand on product (brand_id, product_id);

create table product_color (
  product_color_id integer generated always as identity primary key,
  product_color_name text not null unique
);
insert into product_color (product_color_name) values ('Blue'), ('Black');

create table product_size (
  product_size_id integer generated always as identity primary key,
  product_size_name text not null unique
);
insert into product_size (product_size_name) values ('Small'), ('Medium'), ('Large');

create table sku (
  sku_id integer generated always as identity primary key,
  product_id integer not null references product on delete cascade,
  product_size_id integer not null references product_size,
  product_color_id integer not null references product_color
);
create index sku_of_product on sku (product_id, sku_id);
