create table beta (id integer primary key);
insert into beta values (1);
