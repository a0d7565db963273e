-- Rooms as RoomState has them: events, members and the instances that take part, changed by
-- room_step and room_forget only.

create table room (
  id int generated always as identity primary key,
  name text not null unique,
  -- Of this transcript: one that lost events gets another.
  epoch uuid not null default gen_random_uuid(),
  -- The last event before the epoch began.
  begun bigint not null default 0,
  -- The last event, and the hash over all of them.
  tail bigint not null default 0,
  chain bigint not null default 0,
  -- The last event that is no longer kept, and its chain.
  forgotten bigint not null default 0,
  forgotten_chain bigint not null default 0,
  -- Members.
  online int not null default 0,
  -- Time of the last event. Those that follow have no earlier one.
  at bigint not null default 0
);

create table room_event (
  room int not null,
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
  primary key (room, seq)
);
-- Keys are random: a tree of them would be the most of a message's cost.
create index room_event_key on room_event using hash (key);

create table room_member (
  room int not null,
  name_key text not null,
  username text not null,
  -- A hash of the session's secret.
  session uuid not null,
  -- Whether the session can go on over another connection.
  resumable boolean not null,
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

-- An instance's part in a room: whether it is told of events, and its members that are not away.
create table room_part (
  room int not null,
  owner text not null,
  reads boolean not null default false,
  members int not null default 0,
  primary key (room, owner)
);

-- Hash of an event at its place. A room's chain is the XOR of those of all its events.
create function room_link(in_kind smallint, in_key uuid, in_seq bigint)
returns bigint
language sql immutable parallel safe
return uuid_hash_extended(in_key, 4 * in_seq + in_kind);

-- What was said before there were rooms, as a transcript of its own.
insert into room (name, tail, at)
  select r.name, r.tail, coalesce((select max(e.at) from chat_event e where e.room = r.name), 0)
    from chat_room r;
insert into room_event (room, seq, chain, kind, key, username, text, at, online)
  select n.room, n.seq,
      bit_xor(room_link(n.kind, n.key, n.seq)) over (
        partition by n.room order by n.seq rows unbounded preceding),
      n.kind, n.key, n.username, n.text, n.at, 0
    from (
      select r.id as room, e.seq, e.username, e.text, e.at, md5(e.key)::uuid as key,
          (case e.kind when 'joined' then 0 when 'message' then 1 else 2 end)::smallint as kind
        from chat_event e join room r on r.name = e.room
    ) n;
update room r set chain = coalesce(
  (select e.chain from room_event e where e.room = r.id and e.seq = r.tail), 0);

drop function chat_append;
drop table chat_present;
drop table chat_event;
drop table chat_room;
drop type chat_kind;

-- One event that is not a message, at the end of a room that the caller has locked.
create function room_add(
  in_room int, in_kind smallint, in_key uuid, in_username text, in_at bigint)
returns bigint
language plpgsql
as $$
declare
  it room;
begin
  update room r set
      tail = r.tail + 1,
      chain = r.chain # room_link(in_kind, in_key, r.tail + 1),
      online = r.online + case in_kind when 0 then 1 else -1 end,
      at = in_at
    where r.id = in_room
    returning * into it;
  insert into room_event (room, seq, chain, kind, key, username, text, at, online)
    values (in_room, it.tail, it.chain, in_kind, in_key, in_username, '', in_at, it.online);
  return it.tail;
end
$$;

create function room_count(in_room int, in_owner text, change int)
returns void
language sql
as $$
  insert into room_part (room, owner, members) values (in_room, in_owner, change)
    on conflict (room, owner) do update set members = room_part.members + excluded.members
$$;

-- By which a session is known to have been a user's, as long as the left event is kept.
create function room_left_key(session uuid, name_key text)
returns uuid
language sql immutable parallel safe
return md5('left ' || session || ' ' || name_key)::uuid;

create function room_leave(in_room int, in_name_key text, in_at bigint)
returns bigint
language plpgsql
as $$
declare
  member room_member;
begin
  delete from room_member m where m.room = in_room and m.name_key = in_name_key
    returning * into member;
  if member.away_until is null then
    perform room_count(in_room, member.owner, -1);
  end if;
  return room_add(
    in_room, 2::smallint, room_left_key(member.session, in_name_key), member.username, in_at);
end
$$;

-- Notes that an instance is there, and which others are not: the database counts, an instance that
-- it has not heard of for so long is lost. Waits for no step of another room. Times of a database
-- whose clock was ahead of this one's, before a failover, become now.
create function room_hear(asker text)
returns void
language plpgsql
as $$
declare
  now constant timestamptz := clock_timestamp();
  silence constant interval := interval '8 s';
  -- Another step may have begun after this one and be recorded before it.
  ahead constant interval := interval '1 s';
begin
  perform from room_owner o
    where o.name = asker and o.lost is null
      and o.seen between now - interval '500 ms' and now + ahead;
  if not found then
    update room_owner o set seen = now, lost = null
      where o.name in (select s.name from room_owner s where s.name = asker for update skip locked);
    if not found then
      insert into room_owner (name, seen) values (asker, now) on conflict do nothing;
    end if;
  end if;
  update room_owner o
    set seen = least(o.seen, now),
        lost = case when o.lost is not null or o.seen < now - silence then least(o.lost, now) end
    where o.name in (
      select s.name from room_owner s
        where (s.lost is null and s.seen < now - silence)
          or s.seen > now + ahead
          or s.lost > now + ahead
        order by s.name for update skip locked);
end
$$;

-- Lets go of members whose time to come back is over, which is none for those that cannot be
-- resumed, some at a time, and of lost readers. Nobody is away for longer than this grace allows,
-- whatever the clock of an earlier database said.
create function room_sweep(in_room int, in_at bigint, grace interval)
returns void
language plpgsql
as $$
declare
  now constant timestamptz := clock_timestamp();
  lost text[];
  gone text[];
  member record;
begin
  update room_member m set away_until = now + grace
    where m.room = in_room and m.away_until > now + grace + interval '1 s';
  select array_agg(p.owner), array_agg(p.owner) filter (where o.lost <= now - grace)
    into lost, gone
    from room_part p join room_owner o on o.name = p.owner
    where p.room = in_room and o.lost is not null and (p.reads or p.members > 0);
  if lost is null and not exists (
      select from room_member m where m.room = in_room and m.away_until <= now) then
    return;
  end if;
  update room_part p set reads = false
    where p.room = in_room and p.reads and p.owner = any (lost);
  for member in
    select m.name_key
      from room_member m
      where m.room = in_room
        and (
          m.away_until <= now
          or (m.away_until is null and m.owner = any (case when m.resumable then gone else lost end)))
      order by m.since limit 1000
  loop
    perform room_leave(in_room, member.name_key, in_at);
  end loop;
  delete from room_part p where p.room = in_room and p.owner = any (lost) and p.members = 0;
end
$$;

-- Messages i to j of a step, at the end of a room that the caller has locked; their keys differ.
create function room_say(
  it room, in_at bigint, i int, j int,
  usernames text[], speakers int[], keys uuid[], texts text[], sinces bigint[],
  out statuses smallint[], out seqs bigint[], out chains bigint[], out added int)
language plpgsql
as $$
declare
  -- Arrays that were assigned here are looked up by place in no time.
  names constant text[] := usernames;
  known constant bigint[] := array(
    -- The sum keeps plans, which are made while a room is small, from reading all of it.
    select (select e.seq from room_event e where e.key = k.key and e.room + 0 = it.id)
      from unnest(keys[i:j]) with ordinality k (key, place)
      order by k.place);
begin
  statuses := array(
    select (case
          when known[s.place] is not null then 1
          when s.since < it.forgotten then 5
          when names[s.speaker] is null then 4
          else 0
        end)::smallint
      from unnest(speakers[i:j], sinces[i:j]) with ordinality s (speaker, since, place)
      order by s.place);
  seqs := array(
    select case s.status
          when 0 then it.tail + count(*) filter (where s.status = 0) over earlier
          when 1 then known[s.place]
          else 0
        end
      from unnest(statuses) with ordinality s (status, place)
      window earlier as (order by s.place rows unbounded preceding)
      order by s.place);
  chains := array(
    select it.chain # coalesce(
          bit_xor(room_link(1::smallint, k.key, seqs[k.place])) filter (where statuses[k.place] = 0)
            over (order by k.place rows unbounded preceding), 0)
      from unnest(keys[i:j]) with ordinality k (key, place)
      order by k.place);
  insert into room_event (room, seq, chain, kind, key, username, text, at, online)
    select it.id, seqs[s.place], chains[s.place], 1, s.key, names[s.speaker], s.text, in_at, it.online
      from unnest(speakers[i:j], keys[i:j], texts[i:j])
        with ordinality s (speaker, key, text, place)
      where statuses[s.place] = 0;
  get diagnostics added = row_count;
  if added > 0 then
    update room r set tail = it.tail + added, chain = chains[j - i + 1], at = in_at
      where r.id = it.id;
  end if;
end
$$;

-- A step, in groups: operations first to last of one type. Types: 1 join, 2 say, 3 leave, 4 away,
-- 5 stop, 6 watch, 7 renew; messages come in groups without a key twice, others one by one. A
-- message names its speaker by the place in speaker_keys and speaker_connections; its since is null
-- for a first attempt. The key of a join is its fresh session; its flag says whether that can be
-- resumed, the flag of a watch whether it is on. Statuses and meanings are those of RoomState. The
-- answer has all events that were added, of messages only what the asker cannot know. It has no
-- texts, and one time for all: were it larger than the network's buffers, an instance that does not read it would hold
-- the room.
create function room_step(
  in_room text, asker text, grace_millis bigint,
  types smallint[], firsts int[], lasts int[],
  name_keys text[], connections uuid[], keys uuid[], resumed uuid[], flags boolean[],
  usernames text[], texts text[], sinces bigint[],
  speakers int[], speaker_keys text[], speaker_connections uuid[],
  out epoch uuid, out tail_before bigint, out chain_before bigint, out epoch_before uuid,
  out online_before int, out at bigint,
  out tail bigint, out chain bigint, out online int, out owned int, out readers text[],
  out statuses smallint[], out seqs bigint[], out others text[],
  out chains bigint[], out speaker_names text[],
  out new_seqs bigint[], out new_kinds smallint[], out new_keys uuid[], out new_chains bigint[],
  out new_usernames text[], out new_ats bigint[], out new_onlines int[])
language plpgsql
-- Plans are kept: one made while a table was small must not read all of it when it is large.
set enable_seqscan = off
set enable_bitmapscan = off
as $$
declare
  grace constant interval := grace_millis * interval '1 ms';
  it room;
  i int;
  added int;
  said record;
  member room_member;
  status smallint;
  seq bigint;
  other text;
  returned boolean;
begin
  -- Whoever asks for a step waits here for who asked before, so numbers become visible in order.
  select * into it from room r where r.name = in_room for update;
  if not found then
    insert into room (name) values (in_room) on conflict do nothing;
    select * into it from room r where r.name = in_room for update;
  end if;
  epoch_before := it.epoch;
  tail_before := it.tail;
  chain_before := it.chain;
  online_before := it.online;
  at := greatest(it.at, (extract(epoch from clock_timestamp()) * 1000)::bigint);
  perform room_hear(asker);
  perform room_sweep(it.id, at, grace);
  statuses := '{}';
  seqs := '{}';
  others := '{}';
  chains := '{}';
  added := 0;
  speaker_names := '{}';
  for g in 1 .. cardinality(types) loop
    i := firsts[g];
    if types[g] = 2 then
      select array_agg(
            (select m.username from room_member m
              where m.room = it.id and m.name_key = s.name_key and m.connection = s.connection)
            order by s.place)
        into speaker_names
        from unnest(speaker_keys, speaker_connections)
          with ordinality s (name_key, connection, place);
      select * into it from room r where r.id = it.id;
      select * into said
        from room_say(it, at, i, lasts[g], speaker_names, speakers, keys, texts, sinces);
      statuses := statuses || said.statuses;
      seqs := seqs || said.seqs;
      others := others || array_fill(null::text, array[cardinality(said.seqs)]);
      chains := chains || said.chains;
      added := added + said.added;
      continue;
    end if;
    status := 0;
    seq := 0;
    other := null;
    select * into member
      from room_member m where m.room = it.id and m.name_key = name_keys[i];
    if types[g] = 1 then
      if member.room is null then
        if exists (
          select from room_event e where e.key = connections[i] and e.room + 0 = it.id) then
          status := 4;
        else
          returned := exists (
            select from room_event e
              where e.key = room_left_key(resumed[i], name_keys[i]) and e.room + 0 = it.id);
          status := case when returned then 7 else 0 end;
          seq := room_add(it.id, 0::smallint, connections[i], usernames[i], at);
          insert into room_member
              (room, name_key, username, session, resumable, connection, owner, since)
            values (
              it.id, name_keys[i], usernames[i], case when returned then resumed[i] else keys[i] end,
              flags[i], connections[i], asker, seq);
          perform room_count(it.id, asker, 1);
        end if;
      elsif member.connection = connections[i] then
        status := case when member.session = keys[i] then 1 else 2 end;
        seq := member.since;
        other := case status when 2 then member.owner end;
      elsif member.session <> resumed[i] or member.username <> usernames[i] then
        if member.session = keys[i] then
          status := 4;
        else
          status := 3;
          other := member.username;
        end if;
      else
        status := 2;
        seq := member.since;
        other := member.owner;
        update room_member m
          set connection = connections[i], owner = asker, away_until = null
          where m.room = it.id and m.name_key = name_keys[i];
        if member.away_until is null then
          perform room_count(it.id, member.owner, -1);
        end if;
        perform room_count(it.id, asker, 1);
      end if;
    elsif types[g] in (3, 4) and (member.room is null or member.connection <> connections[i]) then
      status := 4;
    elsif types[g] = 3 then
      seq := room_leave(it.id, name_keys[i], at);
    elsif types[g] = 4 and member.away_until is null then
      update room_member m set away_until = clock_timestamp() + m.resumable::int * grace
        where m.room = it.id and m.name_key = name_keys[i];
      perform room_count(it.id, member.owner, -1);
    elsif types[g] = 5 then
      update room_member m set away_until = clock_timestamp() + m.resumable::int * grace
        where m.room = it.id and m.owner = asker and m.away_until is null;
      delete from room_part p where p.room = it.id and p.owner = asker;
    elsif types[g] = 6 then
      insert into room_part (room, owner, reads) values (it.id, asker, flags[i])
        on conflict (room, owner) do update set reads = excluded.reads;
    elsif types[g] = 7 then
      update room r set epoch = connections[i], begun = r.tail
        where r.id = it.id and r.epoch = keys[i];
    end if;
    statuses := statuses || status;
    seqs := seqs || seq;
    others := others || other;
    chains := chains || null::bigint;
  end loop;
  select r.epoch, r.tail, r.chain, r.online into epoch, tail, chain, online
    from room r where r.id = it.id;
  select coalesce(sum(p.members) filter (where p.owner = asker), 0),
      coalesce(array_agg(p.owner) filter (where p.reads), '{}')
    into owned, readers
    from room_part p where p.room = it.id;
  if tail - tail_before > added then
    select array_agg(e.seq), array_agg(e.kind), array_agg(e.key), array_agg(e.chain),
        array_agg(e.username), array_agg(e.at), array_agg(e.online)
      into new_seqs, new_kinds, new_keys, new_chains, new_usernames, new_ats, new_onlines
      from (
        select * from room_event n
          where n.room = it.id and n.seq > tail_before and n.kind <> 1
          order by n.seq
      ) e;
  end if;
end
$$;

-- Forgets the oldest events, and with them their keys, of one room that has too many or too old
-- ones; the newest event stays. Returns how many: none when no room has.
--
-- keep: events of a room, 0 for all. age: those that are no older, in milliseconds, 0 for all. most: events to forget at once, for which the room's steps wait.
create function room_forget(keep bigint, age bigint, most int)
returns int
language plpgsql
set enable_bitmapscan = off
as $$
declare
  it room;
  last bigint;
  last_chain bigint;
  gone int;
  since constant bigint :=
    case age when 0 then 0 else (extract(epoch from clock_timestamp()) * 1000)::bigint - age end;
begin
  -- Instances without a trace in any room.
  delete from room_owner o
    where o.lost < clock_timestamp() - interval '1 day'
      and not exists (select from room_part p where p.owner = o.name);
  select r.* into it
    from room r
    where r.tail - r.forgotten > 1
      and (
        (keep > 0 and r.tail - r.forgotten > keep)
        or exists (
          select from room_event e
            where e.room = r.id and e.seq = r.forgotten + 1 and e.at < since))
    order by r.id limit 1
    for update;
  if not found then
    return 0;
  end if;
  select e.seq, e.chain into last, last_chain
    from (
      select * from room_event n
        where n.room = it.id and n.seq > it.forgotten and n.seq < it.tail
        order by n.seq limit most
    ) e
    where (keep > 0 and e.seq <= it.tail - keep) or e.at < since
    order by e.seq desc limit 1;
  if not found then
    return 0;
  end if;
  delete from room_event e where e.room = it.id and e.seq > it.forgotten and e.seq <= last;
  get diagnostics gone = row_count;
  update room r set forgotten = last, forgotten_chain = last_chain where r.id = it.id;
  return gone;
end
$$;
