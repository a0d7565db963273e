-- Prices that are lower from starts_at on, until ends_at.
create table promotion (
  promotion_id integer generated always as identity primary key,
  title text not null check (length(title) between 1 and 120),
  product_id integer not null check (product_id > 0),
  discount_percent integer not null check (discount_percent between 1 and 99),
  starts_at timestamptz not null check (starts_at >= '0001-01-01 00:00:00+00'),
  -- Years that RFC 3339 can write.
  ends_at timestamptz not null check (ends_at < '10000-01-01 00:00:00+00'),
  check (starts_at < ends_at)
);

-- Most promotions are over.
create index promotion_ends_at on promotion (ends_at, promotion_id);
