create table delta (
  id integer generated always as identity primary key,
  previous integer references delta
);
