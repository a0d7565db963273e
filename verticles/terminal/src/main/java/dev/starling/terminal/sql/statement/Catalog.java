package dev.starling.terminal.sql.statement;

import java.util.List;

/** Questions about what is in a database, as statements. */
public final class Catalog {
  private static final String DATABASES =
      """
      select datname as "database", pg_catalog.pg_get_userbyid(datdba) as "owner",
        pg_catalog.pg_encoding_to_char(encoding) as "encoding"
      from pg_catalog.pg_database where not datistemplate order by 1""";

  private static final String SCHEMAS =
      """
      select nspname as "schema", pg_catalog.pg_get_userbyid(nspowner) as "owner"
      from pg_catalog.pg_namespace
      where nspname !~ '^pg_' and nspname <> 'information_schema' order by 1""";

  private static final String RELATIONS =
      """
      select n.nspname as "schema", c.relname as "name", case c.relkind when 'r' then 'table'
        when 'p' then 'partitioned table' when 'v' then 'view' when 'm' then 'materialized view'
        when 'S' then 'sequence' else 'foreign table' end as "kind",
        pg_catalog.pg_get_userbyid(c.relowner) as "owner"
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and n.nspname !~ '^pg_'
        and n.nspname <> 'information_schema' order by 1, 2""";

  private static final String COLUMNS =
      """
      select a.attname as "column", pg_catalog.format_type(a.atttypid, a.atttypmod) as "type",
        case when a.attnotnull then 'not null' else '' end as "nullable",
        coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid), '') as "default"
      from pg_catalog.pg_attribute a left join pg_catalog.pg_attrdef d
        on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = %s::pg_catalog.regclass and a.attnum > 0 and not a.attisdropped
      order by a.attnum""";

  private static final String RULES =
      """
      select 'index' as "kind", i.relname as "name",
        pg_catalog.pg_get_indexdef(x.indexrelid) as "definition"
      from pg_catalog.pg_index x join pg_catalog.pg_class i on i.oid = x.indexrelid
      where x.indrelid = %1$s::pg_catalog.regclass
      union all select 'constraint', conname, pg_catalog.pg_get_constraintdef(oid)
      from pg_catalog.pg_constraint where conrelid = %1$s::pg_catalog.regclass
        and contype in ('c', 'f')
      union all select 'trigger', tgname, pg_catalog.pg_get_triggerdef(oid)
      from pg_catalog.pg_trigger where tgrelid = %1$s::pg_catalog.regclass and not tgisinternal
      order by 1 desc, 2""";

  private Catalog() {}

  /** Which databases the server has. */
  public static List<Statement> databases() {
    return List.of(statement(DATABASES));
  }

  /** Which schemas there are. */
  public static List<Statement> schemas() {
    return List.of(statement(SCHEMAS));
  }

  /** Which tables, views and sequences there are. */
  public static List<Statement> relations() {
    return List.of(statement(RELATIONS));
  }

  /**
   * What a table or view is made of.
   *
   * @param name as in SQL, with a schema or without
   */
  public static List<Statement> describe(String name) {
    String literal = "'" + name.replace("'", "''") + "'";
    return List.of(
        statement(String.format(COLUMNS, literal)), statement(String.format(RULES, literal)));
  }

  private static Statement statement(String sql) {
    return new Statement(sql, 1, List.of("SELECT"), false);
  }
}
