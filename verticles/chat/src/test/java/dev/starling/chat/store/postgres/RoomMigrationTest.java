package dev.starling.chat.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.EmbeddedDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class RoomMigrationTest {
  @Test
  void what_was_said_before_there_were_rooms_is_kept_under_its_numbers()
      throws IOException, SQLException {
    try (EmbeddedDatabase database = EmbeddedDatabase.create();
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(script("V1__transcript.sql"));
      statement.execute("insert into chat_room (name) values ('main'), ('empty')");
      statement.execute(
          """
          select chat_append(
            'main', array['joined', 'message', 'left'], array['+a', 's/1', '-a'],
            array['ada', 'ada', 'ada'], array['', 'hello', ''], array[1, 2, 3]::bigint[])""");
      statement.execute(script("V2__rooms.sql"));

      String kept =
          """
          select string_agg(e.seq || ':' || e.kind || ':' || e.text, ' ' order by e.seq)
            from room r join room_event e on e.room = r.id
            where r.name = 'main' and r.tail = 3 and r.chain <> 0
              and (e.seq = 3) = (e.chain = r.chain)""";
      try (ResultSet row = statement.executeQuery(kept)) {
        row.next();
        assertThat(row.getString(1)).isEqualTo("1:0: 2:1:hello 3:2:");
      }
      try (ResultSet row = statement.executeQuery("select tail from room where name = 'empty'")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getLong(1)).isZero();
      }
    }
  }

  private static String script(String name) throws IOException {
    try (InputStream in = RoomMigrationTest.class.getResourceAsStream("/db/chat/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
