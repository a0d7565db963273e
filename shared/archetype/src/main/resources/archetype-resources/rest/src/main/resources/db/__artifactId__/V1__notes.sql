create table note (
  id integer generated always as identity primary key,
  text text not null check (length(text) between 1 and 1000)
);
