package dev.starling.chat.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.chat.log.TranscriptLog.Opening;
import dev.starling.chat.log.TranscriptLog.Place;
import dev.starling.chat.transcript.Draft;
import dev.starling.chat.transcript.Event;
import dev.starling.chat.transcript.Kind;
import dev.starling.shared.testing.EmbeddedDatabase;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresLogTest extends RepeatsContract {
  /** For a machine that is busy with other things. */
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final EmbeddedDatabase database = EmbeddedDatabase.create();

  @Override
  TranscriptLog newHandle() {
    return new PostgresLog(vertx, database.settings(4), DEADLINE);
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  private static Draft joined(String joinId, String username) {
    return new Draft(Kind.JOINED, "+" + joinId, username, "", 0);
  }

  private static Draft left(String joinId, String username) {
    return new Draft(Kind.LEFT, "-" + joinId, username, "", 0);
  }

  private Map<String, String> present() throws TimeoutException {
    return await(log.open()).present().orElseThrow();
  }

  @Test
  void the_epoch_outlives_the_handles() throws TimeoutException {
    String epoch = await(log.append(drafts("m", 3))).epoch();
    await(log.close());
    Opening opening = await(opened().open());
    assertThat(opening.epoch()).isEqualTo(epoch);
    assertThat(opening.tail()).isEqualTo(3);
  }

  @Test
  void another_database_has_another_epoch() throws TimeoutException {
    try (EmbeddedDatabase other = EmbeddedDatabase.create()) {
      PostgresLog elsewhere = new PostgresLog(vertx, other.settings(1), DEADLINE);
      assertThat(await(elsewhere.open()).epoch()).isNotEqualTo(await(log.open()).epoch());
      await(elsewhere.close());
    }
  }

  @Test
  void instances_that_open_a_new_database_at_once_find_the_same_log() throws TimeoutException {
    try (EmbeddedDatabase fresh = EmbeddedDatabase.create()) {
      List<PostgresLog> instances =
          Stream.generate(() -> new PostgresLog(vertx, fresh.settings(2), DEADLINE))
              .limit(4)
              .toList();
      List<Future<Opening>> openings = instances.stream().map(PostgresLog::open).toList();
      await(Future.all(openings));
      assertThat(openings).extracting(Future::result).containsOnly(openings.get(0).result());
      await(Future.all(instances.stream().map(PostgresLog::close).toList()));
    }
  }

  @Test
  void who_joined_and_did_not_leave_is_present() throws TimeoutException {
    assertThat(present()).isEmpty();
    append(joined("1", "ada"), joined("2", "grace"), draft("hello"));
    append(left("1", "ada"), joined("3", "linus"));
    assertThat(present()).isEqualTo(Map.of("grace", "2", "linus", "3"));
    assertThat(await(opened().open()).present()).contains(present());
  }

  @Test
  void of_several_events_of_a_user_the_last_counts() throws TimeoutException {
    append(joined("1", "ada"), left("1", "ada"), joined("2", "ada"));
    assertThat(present()).isEqualTo(Map.of("ada", "2"));
    append(left("2", "ada"));
    append(joined("3", "ada"));
    assertThat(present()).isEqualTo(Map.of("ada", "3"));
    append(joined("4", "grace"), left("3", "ada"), left("4", "grace"));
    assertThat(present()).isEmpty();
  }

  @Test
  void a_repeat_changes_nothing_about_who_is_present() throws TimeoutException {
    append(joined("1", "ada"));
    append(left("1", "ada"));
    append(joined("1", "ada"), draft("hello"));
    assertThat(present()).isEmpty();
  }

  @Test
  void a_text_that_postgres_cannot_keep_fails_alone() throws TimeoutException {
    for (Draft draft :
        List.of(
            new Draft(Kind.MESSAGE, "a", "ada", "nul \0", 0),
            new Draft(Kind.MESSAGE, "nul \0", "ada", "", 0),
            new Draft(Kind.JOINED, "b", "nul \0", "", 0))) {
      assertThatThrownBy(() -> append(draft("c"), draft)).isInstanceOf(LogException.class);
    }
    assertThat(append(draft("c"))).containsExactly(new Place(1, false));
  }

  @Test
  void a_half_surrogate_is_replaced_and_harms_nothing() throws TimeoutException {
    append(new Draft(Kind.MESSAGE, "a", "ada", "half \ud83d!", 0), draft("b"));
    assertThat(readAll(log)).extracting(Event::text).containsExactly("half ?!", "text of b");
  }

  @Test
  void a_batch_that_is_refused_is_not_there_and_leaves_no_hole() throws TimeoutException {
    assertThatThrownBy(() -> append(draft("a"), draft("b"), draft("a")))
        .isInstanceOf(LogException.class)
        .hasMessageNotContaining("\n");
    assertThat(append(draft("c"))).containsExactly(new Place(1, false));
  }
}
