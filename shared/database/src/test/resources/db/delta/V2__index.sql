create index delta_previous on delta (previous);
