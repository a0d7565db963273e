package dev.starling.chat.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.log.TranscriptLog.Appended;
import dev.starling.chat.log.TranscriptLog.Place;
import dev.starling.chat.transcript.Draft;
import dev.starling.chat.transcript.Event;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a {@link TranscriptLog} does that itself finds drafts which it has already. */
abstract class RepeatsContract extends TranscriptLogContract {

  private static Place repeated(long seq) {
    return new Place(seq, true);
  }

  @Test
  void a_repeat_has_the_place_of_the_first() throws TimeoutException {
    append(draft("a"), draft("b"));
    assertThat(append(draft("b"))).containsExactly(repeated(2));
    assertThat(append(draft("c"))).containsExactly(added(3));
    assertThat(readAll(log)).extracting(Event::key).containsExactly("a", "b", "c");
  }

  @Test
  void repeats_among_new_ones_take_no_numbers() throws TimeoutException {
    append(draft("a"), draft("b"), draft("c"));
    assertThat(append(draft("d"), draft("c"), draft("e"), draft("a"), draft("f")))
        .containsExactly(added(4), repeated(3), added(5), repeated(1), added(6));
    assertThat(await(log.open()).tail()).isEqualTo(6);
  }

  @Test
  void a_batch_tried_again_on_another_handle_is_all_repeats() throws TimeoutException {
    List<Draft> batch = drafts("m", 1_000);
    Appended first = await(log.append(batch));
    Appended again = await(opened().append(batch));
    assertThat(again.epoch()).isEqualTo(first.epoch());
    assertThat(again.places())
        .containsExactlyElementsOf(
            first.places().stream().map(place -> repeated(place.seq())).toList());
    assertThat(readAll(log)).hasSize(1_000);
  }

  @Test
  void handles_that_append_the_same_at_once_add_it_once() throws TimeoutException {
    List<TranscriptLog> writers = List.of(log, opened(), opened());
    List<Draft> batch = drafts("m", 50);
    List<Future<Appended>> results = writers.stream().map(one -> one.append(batch)).toList();
    await(Future.all(results));
    assertThat(results)
        .allSatisfy(
            result ->
                assertThat(result.result().places())
                    .extracting(Place::seq)
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, 50).boxed().toList()));
    assertThat(readAll(log)).hasSize(50);
  }
}
