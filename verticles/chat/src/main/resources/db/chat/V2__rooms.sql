-- Rooms as RoomState has them: its events, its members and its readers, changed by chat_step only.

create table room (
  name text primary key,
  -- Of this transcript: one that lost events gets another.
  epoch uuid not null default gen_random_uuid(),
  -- The last event before the epoch began.
  begun bigint not null default 0,
  -- The last event, and the hash over all of them.
  tail bigint not null default 0,
  chain bigint not null default 0,
  -- The last event that is no longer kept.
  forgotten bigint not null default 0,
  online int not null default 0
);

create table room_event (
  room text not null,
  seq bigint not null,
  chain bigint not null,
  -- 0 joined, 1 message, 2 left.
  kind smallint not null,
  key uuid not null,
  username text not null,
  text text not null,
  -- Milliseconds since 1970-01-01T00:00Z.
  at bigint not null,
  -- Members after this event.
  online int not null,
  primary key (room, seq),
  unique (room, key)
);

create table room_member (
  room text not null,
  name_key text not null,
  username text not null,
  -- A hash of the session's secret.
  session uuid not null,
  -- The connection that speaks for the member, and the instance that holds it.
  connection uuid not null,
  owner text not null,
  -- The number of its joined event.
  since bigint not null,
  -- When it leaves unless its session comes back; null while it is here.
  away_until timestamptz,
  primary key (room, name_key)
);
create index room_member_away on room_member (room, away_until) where away_until is not null;
create index room_member_owner on room_member (room, owner) where away_until is null;

-- Instances, each heard of whenever it asks for a step. lost: since when another one missed it.
create table room_owner (
  name text primary key,
  seen timestamptz not null,
  lost timestamptz
);

create table room_reader (
  room text not null,
  owner text not null,
  primary key (room, owner)
);

-- What was said before there were rooms, as a transcript of its own.
insert into room (name, tail)
  select r.name, r.tail from chat_room r;
insert into room_event (room, seq, chain, kind, key, username, text, at, online)
  select e.room, e.seq, hashtextextended(e.key, e.seq),
      case e.kind when 'joined' then 0 when 'message' then 1 else 2 end,
      md5(e.key)::uuid, e.username, e.text, e.at, 0
    from chat_event e;
update room r set chain = coalesce(
  (select e.chain from room_event e where e.room = r.name and e.seq = r.tail), 0);

drop function chat_append;
drop table chat_present;
drop table chat_event;
drop table chat_room;
drop type chat_kind;

-- One event that is not a message, at the end of a room that the caller has locked.
create function room_add(
  in_room text, in_kind smallint, in_key uuid, in_username text, in_at bigint)
returns bigint
language plpgsql
as $$
declare
  new_seq bigint;
begin
  update room r set
      tail = r.tail + 1,
      chain = r.chain # hashtextextended(in_key::text || in_kind, r.tail + 1),
      online = r.online + case in_kind when 0 then 1 else -1 end
    where r.name = in_room
    returning r.tail into new_seq;
  insert into room_event (room, seq, chain, kind, key, username, text, at, online)
    select in_room, r.tail, r.chain, in_kind, in_key, in_username, '', in_at, r.online
      from room r where r.name = in_room;
  return new_seq;
end
$$;

create function room_leave(in_room text, in_name_key text, in_at bigint)
returns bigint
language plpgsql
as $$
declare
  member room_member;
begin
  delete from room_member m where m.room = in_room and m.name_key = in_name_key
    returning * into member;
  -- Another key than that of its joined, and the same for who asks again.
  return room_add(
    in_room, 2::smallint, md5('left ' || member.connection)::uuid, member.username, in_at);
end
$$;

-- Lets go of members whose time to come back is over, some at a time.
create function room_sweep(in_room text, asker text, grace interval)
returns void
language plpgsql
as $$
declare
  now timestamptz := clock_timestamp();
  -- The database counts: an instance that it has not heard of for so long is gone.
  silence constant interval := interval '8 s';
  member record;
begin
  insert into room_owner (name, seen) values (asker, now)
    on conflict (name) do update set seen = excluded.seen, lost = null
      where room_owner.seen < excluded.seen - interval '500 ms' or room_owner.lost is not null;
  update room_owner o set lost = now
    where o.name in (
      select s.name from room_owner s
        where s.lost is null and s.seen < now - silence
        order by s.name for update skip locked);
  for member in
    select m.name_key
      from room_member m left join room_owner o on o.name = m.owner
      where m.room = in_room
        and (m.away_until <= now
          or (m.away_until is null and m.owner = any (
            array(select l.name from room_owner l where l.lost <= now - grace))))
      order by m.since limit 1000
  loop
    perform room_leave(in_room, member.name_key, (extract(epoch from now) * 1000)::bigint);
  end loop;
  delete from room_reader r
    where r.room = in_room
      and exists (select from room_owner o where o.name = r.owner and o.lost is not null);
end
$$;

-- Messages from place i to place j of a batch; their answers.
create function room_say(
  in_room text, i int, j int,
  name_keys text[], connections uuid[], keys uuid[], texts text[], ats bigint[], sinces bigint[],
  out statuses smallint[], out seqs bigint[])
language plpgsql
-- Plans are kept: one made while a table was small must not read all of it when it is large.
set enable_seqscan = off
as $$
declare
  it room;
  added bigint;
  last_chain bigint;
begin
  select * into it from room r where r.name = in_room;
  with said as materialized (
    select s.*,
        row_number() over (partition by s.key order by s.place) as attempt,
        -- Not joins, which may be planned to read all of the room for a few keys.
        (select e.seq from room_event e where e.room = in_room and e.key = s.key) as known,
        (select m.username from room_member m
          where m.room = in_room and m.name_key = s.name_key and m.connection = s.connection) as username
      from unnest(
          name_keys[i:j], connections[i:j], keys[i:j], texts[i:j], ats[i:j], sinces[i:j])
        with ordinality as s (name_key, connection, key, text, at, since, place)
  ), judged as materialized (
    select s.*,
        case
          when s.known is not null then 1
          when s.since <> -1 and s.since < it.forgotten then 5
          when s.username is null then 4
          else 0
        end as status
      from said s
  ), numbered as materialized (
    select s.*,
        case when s.status = 0 and s.attempt = 1 then
          it.tail + count(*) filter (where s.status = 0 and s.attempt = 1) over (order by s.place)
        end as seq
      from judged s
  ), answered as (
    select n.*, max(n.seq) over (partition by n.key) as seq_of_key from numbered n
  ), inserted as (
    insert into room_event (room, seq, chain, kind, key, username, text, at, online)
      select in_room, n.seq,
          it.chain # bit_xor(hashtextextended(n.key::text || 1, n.seq)) over (order by n.seq),
          1, n.key, n.username, n.text, n.at, it.online
        from numbered n
        where n.seq is not null
      returning seq, chain
  )
  select
      array_agg(
        (case when s.status = 0 and s.attempt > 1 then 1 else s.status end)::smallint
        order by s.place),
      array_agg(
        coalesce(s.known, case when s.status = 0 then s.seq_of_key end, 0) order by s.place),
      (select count(*) from inserted),
      (select x.chain from inserted x order by x.seq desc limit 1)
    into statuses, seqs, added, last_chain
    from answered s;
  if added > 0 then
    update room r set tail = it.tail + added, chain = last_chain where r.name = in_room;
  end if;
end
$$;

-- A step. Types: 1 join, 2 say, 3 leave, 4 away, 5 stop, 6 watch, 7 renew. Statuses and meanings are
-- those of RoomState. The answer has no texts: were it larger than what the network buffers, an
-- instance that does not read it would hold the room.
create function room_step(
  in_room text, asker text, grace_millis bigint,
  types smallint[], name_keys text[], connections uuid[], keys uuid[], usernames text[],
  texts text[], ats bigint[], sinces bigint[],
  out epoch uuid, out tail_before bigint, out chain_before bigint, out epoch_before uuid,
  out tail bigint, out chain bigint, out online int, out owned int, out readers text[],
  out statuses smallint[], out seqs bigint[], out others text[],
  out new_kinds smallint[], out new_keys uuid[], out new_chains bigint[],
  out new_usernames text[], out new_ats bigint[], out new_onlines int[])
language plpgsql
as $$
declare
  grace constant interval := grace_millis * interval '1 ms';
  count int := coalesce(array_length(types, 1), 0);
  i int := 1;
  j int;
  said record;
  member room_member;
  status smallint;
  seq bigint;
  other text;
begin
  -- Whoever asks for a step waits here for who asked before, so numbers become visible in order.
  select r.epoch, r.tail, r.chain into epoch_before, tail_before, chain_before
    from room r where r.name = in_room for update;
  if not found then
    insert into room (name) values (in_room) on conflict do nothing;
    select r.epoch, r.tail, r.chain into epoch_before, tail_before, chain_before
      from room r where r.name = in_room for update;
  end if;
  perform room_sweep(in_room, asker, grace);
  statuses := '{}';
  seqs := '{}';
  others := '{}';
  while i <= count loop
    if types[i] = 2 then
      j := i;
      while j < count and types[j + 1] = 2 loop
        j := j + 1;
      end loop;
      select * into said
        from room_say(in_room, i, j, name_keys, connections, keys, texts, ats, sinces);
      statuses := statuses || said.statuses;
      seqs := seqs || said.seqs;
      others := others || array_fill(''::text, array[j - i + 1]);
      i := j + 1;
      continue;
    end if;
    status := 0;
    seq := 0;
    other := '';
    select * into member
      from room_member m where m.room = in_room and m.name_key = name_keys[i];
    if types[i] = 1 then
      if member.room is null then
        if exists (
          select from room_event e where e.room = in_room and e.key = connections[i]) then
          status := 4;
        else
          seq := room_add(in_room, 0::smallint, connections[i], usernames[i], ats[i]);
          insert into room_member
              (room, name_key, username, session, connection, owner, since)
            values (in_room, name_keys[i], usernames[i], keys[i], connections[i], asker, seq);
        end if;
      elsif member.connection = connections[i] then
        status := 1;
        seq := member.since;
      elsif member.session <> keys[i] or member.username <> usernames[i] then
        status := 3;
        other := member.username;
      else
        status := 2;
        seq := member.since;
        other := member.owner;
        update room_member m
          set connection = connections[i], owner = asker, away_until = null
          where m.room = in_room and m.name_key = name_keys[i];
      end if;
    elsif types[i] in (3, 4) and (member.room is null or member.connection <> connections[i]) then
      status := 4;
    elsif types[i] = 3 then
      seq := room_leave(in_room, name_keys[i], ats[i]);
    elsif types[i] = 4 then
      update room_member m set away_until = clock_timestamp() + grace
        where m.room = in_room and m.name_key = name_keys[i] and m.away_until is null;
    elsif types[i] = 5 then
      update room_member m set away_until = clock_timestamp() + grace
        where m.room = in_room and m.owner = asker and m.away_until is null;
      delete from room_reader d where d.room = in_room and d.owner = asker;
    elsif types[i] = 6 and sinces[i] = 1 then
      insert into room_reader (room, owner) values (in_room, asker) on conflict do nothing;
    elsif types[i] = 6 then
      delete from room_reader d where d.room = in_room and d.owner = asker;
    elsif types[i] = 7 then
      update room r set epoch = connections[i], begun = r.tail
        where r.name = in_room and r.epoch = keys[i];
    end if;
    statuses := statuses || status;
    seqs := seqs || seq;
    others := others || other;
    i := i + 1;
  end loop;
  select r.epoch, r.tail, r.chain, r.online into epoch, tail, chain, online
    from room r where r.name = in_room;
  select count(*) into owned
    from room_member m where m.room = in_room and m.owner = asker and m.away_until is null;
  select coalesce(array_agg(d.owner), '{}') into readers
    from room_reader d where d.room = in_room;
  select array_agg(e.kind order by e.seq), array_agg(e.key order by e.seq),
      array_agg(e.chain order by e.seq), array_agg(e.username order by e.seq),
      array_agg(e.at order by e.seq), array_agg(e.online order by e.seq)
    into new_kinds, new_keys, new_chains, new_usernames, new_ats, new_onlines
    from room_event e
    where e.room = in_room and e.seq > tail_before and e.seq <= tail;
end
$$;
