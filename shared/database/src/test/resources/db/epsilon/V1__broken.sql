create table epsilon (id integer);
select nonsense;
