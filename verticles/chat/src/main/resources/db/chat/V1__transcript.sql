create type chat_kind as enum ('joined', 'message', 'left');

create table chat_room (
  name text primary key,
  -- Of this sequence of numbers: a room that is made anew has another.
  epoch uuid not null default gen_random_uuid(),
  -- The number of the last event.
  tail bigint not null default 0
);

-- Rows come from chat_append only.
create table chat_event (
  room text not null,
  seq bigint not null,
  kind chat_kind not null,
  key text not null,
  username text not null,
  text text not null,
  -- Milliseconds since 1970-01-01T00:00Z.
  at bigint not null,
  primary key (room, seq),
  unique (room, key)
);

-- Who has joined and not left as of the tail. It follows from the events, but to ask them would
-- take the longer the older the room is.
create table chat_present (
  room text not null,
  username text not null,
  -- The key of joined and left without their sign.
  key text not null,
  primary key (room, username)
);

-- Appends a batch, all of it or nothing. Its new events get the numbers after tail_before, in their
-- order. Repeats, whose keys are there already, are told by their places in the batch, from 1, and
-- the numbers that they have. The answer is small: were it larger than what the network buffers, an
-- instance that does not read it would hold the room.
create function chat_append(
  in_room text,
  kinds text[],
  keys text[],
  usernames text[],
  texts text[],
  ats bigint[],
  out epoch uuid,
  out tail_before bigint,
  out repeats bigint[],
  out repeat_seqs bigint[])
language plpgsql
-- Plans are kept: one made while a table was small must not read all of it when it is large.
set enable_seqscan = off
as $$
declare
  added bigint;
begin
  -- Whoever appends waits here for who appended before, so numbers become visible in their order.
  select r.epoch, r.tail into epoch, tail_before
    from chat_room r where r.name = in_room for update;
  if not found then
    raise exception 'there is no room %', in_room;
  end if;

  -- Not a join, which may be planned to read all of the room for a few keys.
  with known as materialized (
    select d.place, (select e.seq from chat_event e where e.room = in_room and e.key = d.key) as seq
      from unnest(keys) with ordinality as d (key, place)
  )
  select coalesce(array_agg(k.place), '{}'), coalesce(array_agg(k.seq), '{}')
    into repeats, repeat_seqs
    from known k where k.seq is not null;

  insert into chat_event (room, seq, kind, key, username, text, at)
    select in_room, tail_before + row_number() over (order by d.place),
        d.kind::chat_kind, d.key, d.username, d.text, d.at
      from unnest(kinds, keys, usernames, texts, ats) with ordinality
        as d (kind, key, username, text, at, place)
      where d.place <> all (repeats);
  get diagnostics added = row_count;

  if 'joined' = any (kinds) or 'left' = any (kinds) then
    with latest as (
      select distinct on (e.username) e.username, e.kind, substr(e.key, 2) as key
        from chat_event e
        where e.room = in_room and e.seq > tail_before and e.kind <> 'message'
        order by e.username, e.seq desc
    ), gone as (
      delete from chat_present p using latest l
        where p.room = in_room and p.username = l.username and p.key = l.key and l.kind = 'left'
    )
    insert into chat_present (room, username, key)
      select in_room, l.username, l.key from latest l where l.kind = 'joined'
      on conflict (room, username) do update set key = excluded.key;
  end if;

  update chat_room r set tail = tail_before + added where r.name = in_room;
end
$$;
