package dev.starling.chat.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.log.TranscriptLog.Appended;
import dev.starling.chat.log.TranscriptLog.Opening;
import dev.starling.chat.log.TranscriptLog.Page;
import dev.starling.chat.log.TranscriptLog.Place;
import dev.starling.chat.transcript.Draft;
import dev.starling.chat.transcript.Event;
import dev.starling.chat.transcript.Kind;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link TranscriptLog} does. A subclass provides a log that is new for each test and
 * has room for 10,000 events.
 */
abstract class TranscriptLogContract {
  private static final int WAIT_SECONDS = 60;
  private static final long AT = 1_767_268_800_000L;

  final Vertx vertx = vertx();
  private final List<TranscriptLog> handles = new ArrayList<>();

  TranscriptLog log;

  /** The Vert.x of the test. */
  Vertx vertx() {
    return Vertx.vertx();
  }

  /** Another handle onto the log of this test, as another instance has one. */
  abstract TranscriptLog newHandle();

  @BeforeEach
  void openLog() throws TimeoutException {
    log = opened();
  }

  @AfterEach
  void closeHandles() throws TimeoutException {
    for (TranscriptLog handle : handles) {
      await(handle.close());
    }
    await(vertx.close());
  }

  final TranscriptLog opened() throws TimeoutException {
    TranscriptLog handle = newHandle();
    handles.add(handle);
    await(handle.open());
    return handle;
  }

  static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  static Draft draft(String key) {
    return new Draft(Kind.MESSAGE, key, "ada", "text of " + key, AT);
  }

  static List<Draft> drafts(String name, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> draft(name + i)).toList();
  }

  final List<Place> append(Draft... batch) throws TimeoutException {
    return await(log.append(List.of(batch))).places();
  }

  static List<Event> readAll(TranscriptLog log) throws TimeoutException {
    List<Event> events = new ArrayList<>();
    Page page = await(log.readAfter(0, TranscriptLog.MAX_PAGE));
    while (!page.events().isEmpty()) {
      events.addAll(page.events());
      page = await(log.readAfter(events.size(), TranscriptLog.MAX_PAGE));
    }
    return events;
  }

  @Test
  void an_empty_log_has_no_events() throws TimeoutException {
    Opening opening = await(log.open());
    assertThat(opening.tail()).isZero();
    assertThat(await(log.readAfter(0, 10))).isEqualTo(new Page(opening.epoch(), List.of(), 0));
  }

  @Test
  void numbers_start_at_1_and_go_on_from_batch_to_batch() throws TimeoutException {
    assertThat(append(draft("a"), draft("b"))).containsExactly(added(1), added(2));
    assertThat(append(draft("c"))).containsExactly(added(3));
    assertThat(append(draft("d"), draft("e"))).containsExactly(added(4), added(5));
    assertThat(readAll(log)).extracting(Event::key).containsExactly("a", "b", "c", "d", "e");
  }

  @Test
  void what_is_read_is_what_was_appended() throws TimeoutException {
    List<Draft> batch =
        List.of(
            new Draft(Kind.JOINED, "+1", "Ünïcödé", "", 0),
            new Draft(Kind.MESSAGE, "m-1", "ada", "it's \"quoted\", \\back\\ {1,2} NULL \\N", AT),
            new Draft(
                Kind.MESSAGE, "m-2", "李", "tab\there, \uFFFD \uFFFF \u200B, 👩‍🚀 𝄞", AT + 1),
            new Draft(Kind.MESSAGE, "m,{}\"\\", "x.y-z_", "'; drop table chat_event; --", AT + 2),
            new Draft(Kind.MESSAGE, "m-4", "ada", " $1 %s \u0001\r\n\u2028", AT - 1),
            new Draft(Kind.LEFT, "-1", "Ünïcödé", "", Long.MAX_VALUE));
    await(log.append(batch));
    assertThat(await(log.readAfter(0, 10)).events())
        .containsExactlyElementsOf(
            IntStream.range(0, batch.size()).mapToObj(i -> batch.get(i).at(i + 1)).toList());
  }

  @Test
  void a_page_ends_at_its_limit_and_tells_the_tail() throws TimeoutException {
    String epoch = await(log.append(drafts("m", 10))).epoch();
    Page page = await(log.readAfter(3, 4));
    assertThat(page.events()).extracting(Event::seq).containsExactly(4L, 5L, 6L, 7L);
    assertThat(page.tail()).isEqualTo(10);
    assertThat(page.epoch()).isEqualTo(epoch);
    assertThat(await(log.readAfter(9, 4)).events()).extracting(Event::seq).containsExactly(10L);
  }

  @Test
  void at_the_tail_there_is_nothing_and_beyond_it_the_tail_tells_that_events_were_lost()
      throws TimeoutException {
    String epoch = await(log.append(drafts("m", 3))).epoch();
    Page end = await(log.readAfter(3, 10));
    assertThat(end.epoch()).isEqualTo(epoch);
    assertThat(end.events()).isEmpty();
    assertThat(end.tail()).isEqualTo(3);
    Page beyond = await(log.readAfter(1_000_000, 10));
    assertThat(beyond.events()).isEmpty();
    assertThat(beyond.tail()).isEqualTo(3);
  }

  @Test
  void opening_tells_the_tail_and_the_epoch_of_all_handles() throws TimeoutException {
    String epoch = await(log.append(drafts("m", 3))).epoch();
    for (Opening opening : List.of(await(log.open()), await(opened().open()))) {
      assertThat(opening.epoch()).isEqualTo(epoch);
      assertThat(opening.tail()).isEqualTo(3);
    }
  }

  @Test
  void handles_that_append_at_once_share_one_order() throws TimeoutException {
    List<TranscriptLog> writers = List.of(log, opened(), opened(), opened());
    List<Future<List<Event>>> written = new ArrayList<>();
    for (int i = 0; i < writers.size(); i++) {
      written.add(appendInTurn(writers.get(i), "writer" + i + "-", 20));
    }
    await(Future.all(written));

    List<Event> events = readAll(log);
    assertThat(events)
        .extracting(Event::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 4 * 20 * 25).boxed().toList());
    for (Future<List<Event>> own : written) {
      assertThat(own.result()).isSubsetOf(events).isSortedAccordingTo(this::bySeq);
    }
    for (TranscriptLog reader : writers) {
      assertThat(readAll(reader)).isEqualTo(events);
    }
  }

  private int bySeq(Event one, Event other) {
    return Long.compare(one.seq(), other.seq());
  }

  /** One batch of 25 after the other; where they came to be. */
  private static Future<List<Event>> appendInTurn(TranscriptLog log, String name, int batches) {
    Future<List<Event>> turn = Future.succeededFuture(new ArrayList<>());
    for (int i = 0; i < batches; i++) {
      List<Draft> batch = drafts(name + i + "-", 25);
      turn =
          turn.compose(
              events ->
                  log.append(batch)
                      .map(
                          appended -> {
                            events.addAll(placed(batch, appended));
                            return events;
                          }));
    }
    return turn;
  }

  private static List<Event> placed(List<Draft> batch, Appended appended) {
    assertThat(appended.places()).hasSameSizeAs(batch);
    return IntStream.range(0, batch.size())
        .mapToObj(i -> batch.get(i).at(appended.places().get(i).seq()))
        .toList();
  }

  @Test
  void a_full_batch_fits() throws TimeoutException {
    String text = "é👋\"\\".repeat(512);
    List<Draft> batch =
        IntStream.range(0, TranscriptLog.MAX_BATCH)
            .mapToObj(i -> new Draft(Kind.MESSAGE, "m" + i, "ada", text, AT + i))
            .toList();
    assertThat(await(log.append(batch)).places())
        .extracting(Place::seq)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, TranscriptLog.MAX_BATCH).boxed().toList());
    List<Event> events = readAll(log);
    assertThat(events)
        .hasSize(TranscriptLog.MAX_BATCH)
        .allMatch(event -> event.text().equals(text));
    assertThat(events.get(TranscriptLog.MAX_BATCH - 1))
        .isEqualTo(batch.get(TranscriptLog.MAX_BATCH - 1).at(TranscriptLog.MAX_BATCH));
  }

  @Test
  void futures_complete_on_the_context_of_the_caller() throws TimeoutException {
    Context caller = vertx.getOrCreateContext();
    Promise<List<Context>> contexts = Promise.promise();
    caller.runOnContext(
        v ->
            Future.all(
                    log.open().map(any -> Vertx.currentContext()),
                    log.append(drafts("m", 1)).map(any -> Vertx.currentContext()),
                    log.readAfter(0, 1).map(any -> Vertx.currentContext()))
                .map(all -> all.<Context>list())
                .onComplete(contexts));
    assertThat(await(contexts.future())).containsOnly(caller);
  }

  static Place added(long seq) {
    return new Place(seq, false);
  }
}
