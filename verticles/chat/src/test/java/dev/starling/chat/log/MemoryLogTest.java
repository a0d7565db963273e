package dev.starling.chat.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.log.TranscriptLog.Page;
import dev.starling.chat.log.TranscriptLog.Place;
import dev.starling.chat.transcript.Event;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class MemoryLogTest extends RepeatsContract {
  private final MemoryLog shared = new MemoryLog(10_000);

  @Override
  TranscriptLog newHandle() {
    return shared;
  }

  @Test
  void only_the_newest_events_are_kept() throws TimeoutException {
    MemoryLog small = new MemoryLog(3);
    await(small.append(drafts("m", 5)));
    Page page = await(small.readAfter(0, 10));
    assertThat(page.events()).extracting(Event::seq).containsExactly(3L, 4L, 5L);
    assertThat(page.tail()).isEqualTo(5);
    assertThat(await(small.readAfter(4, 10)).events()).extracting(Event::seq).containsExactly(5L);
  }

  @Test
  void repeats_of_forgotten_events_are_new() throws TimeoutException {
    MemoryLog small = new MemoryLog(3);
    await(small.append(drafts("m", 4)));
    assertThat(await(small.append(drafts("m", 2))).places())
        .containsExactly(new Place(5, false), new Place(6, false));
  }

  @Test
  void every_log_has_its_own_epoch_and_knows_of_nobody() throws TimeoutException {
    assertThat(await(new MemoryLog(3).open()).epoch()).isNotEqualTo(await(log.open()).epoch());
    assertThat(await(log.open()).present()).isEmpty();
  }
}
