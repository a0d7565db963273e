create table alpha (id integer primary key);
insert into alpha values (1);
