package dev.starling.core.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.core.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.junit5.Checkpoint;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class BusRequestTest {
  private static final String ADDRESS = "notes";
  private static final long LONG = 20_000;
  private static final long SHORT = 50;

  private Bus bus;

  private record Note(String text) {}

  private record Unregistered(String text) {}

  @BeforeEach
  void make(Vertx vertx) {
    bus = new Bus(vertx);
    bus.registerCodec(Note.class, RecordCodec.json("note", Note.class));
  }

  private Future<Note> served(Function<Note, Future<Note>> service, long timeoutMillis) {
    return bus.serve(ADDRESS, service)
        .compose(served -> bus.request(ADDRESS, new Note("ada"), timeoutMillis));
  }

  private static void assertFails(
      VertxTestContext test, Future<Note> answer, Consumer<ReplyException> wanted) {
    answer.onComplete(
        test.failing(
            failure ->
                test.verify(
                    () -> {
                      assertThat(failure).isInstanceOfSatisfying(ReplyException.class, wanted);
                      test.completeNow();
                    })));
  }

  @Test
  void an_answer_is_the_very_record_within_a_process(VertxTestContext test) {
    Note answer = new Note("hello");
    served(note -> Future.succeededFuture(answer), LONG)
        .onComplete(
            test.succeeding(
                heard ->
                    test.verify(
                        () -> {
                          assertThat(heard).isSameAs(answer);
                          test.completeNow();
                        })));
  }

  @Test
  void a_request_without_a_handler_fails_at_once(VertxTestContext test) {
    assertFails(
        test,
        bus.request(ADDRESS, new Note("ada"), LONG),
        failure -> assertThat(failure.failureType()).isEqualTo(ReplyFailure.NO_HANDLERS));
  }

  @Test
  void a_request_that_is_not_answered_in_time_fails(VertxTestContext test) {
    assertFails(
        test,
        served(note -> Promise.<Note>promise().future(), SHORT),
        failure -> assertThat(failure.failureType()).isEqualTo(ReplyFailure.TIMEOUT));
  }

  @Test
  void a_problem_reaches_the_caller_with_its_status(VertxTestContext test) {
    assertFails(
        test,
        served(note -> Future.failedFuture(new ProblemException(404, "no " + note.text())), LONG),
        failure -> {
          assertThat(failure.failureType()).isEqualTo(ReplyFailure.RECIPIENT_FAILURE);
          assertThat(failure.failureCode()).isEqualTo(404);
          assertThat(failure).hasMessage("no ada");
        });
  }

  @Test
  void any_other_failure_has_status_500(VertxTestContext test) {
    assertFails(
        test,
        served(note -> Future.failedFuture(new IllegalStateException("broken")), LONG),
        failure -> assertThat(failure.failureCode()).isEqualTo(500));
  }

  @Test
  void a_service_that_throws_answers_500(VertxTestContext test) {
    assertFails(
        test,
        served(
            note -> {
              throw new IllegalStateException("broken");
            },
            LONG),
        failure -> assertThat(failure.failureCode()).isEqualTo(500));
  }

  @Test
  void a_type_without_a_codec_cannot_be_sent(VertxTestContext test) {
    test.verify(
        () -> {
          try {
            bus.publish(ADDRESS, new Unregistered("ada"));
            test.failNow("it was sent");
          } catch (IllegalArgumentException refused) {
            test.completeNow();
          }
        });
  }

  @Test
  void a_published_message_reaches_every_subscriber(VertxTestContext test) {
    Checkpoint heard = test.checkpoint(2);
    Future.all(
            bus.subscribe(ADDRESS, (Note note) -> heard.flag()),
            bus.subscribe(ADDRESS, (Note note) -> heard.flag()))
        .onComplete(test.succeeding(both -> bus.publish(ADDRESS, new Note("all"))));
  }

  @Test
  void a_closed_subscription_is_renewed_no_more_and_an_open_one_answers_after_it(
      VertxTestContext test) {
    bus.serve(ADDRESS, (Note note) -> Future.succeededFuture(new Note("closed")))
        .compose(Subscription::close)
        .compose(
            closed -> bus.serve(ADDRESS, (Note note) -> Future.succeededFuture(new Note("open"))))
        .compose(open -> bus.renew())
        .compose(renewed -> bus.<Note>request(ADDRESS, new Note("ada"), LONG))
        .onComplete(
            test.succeeding(
                answer ->
                    test.verify(
                        () -> {
                          assertThat(answer.text()).isEqualTo("open");
                          test.completeNow();
                        })));
  }
}
