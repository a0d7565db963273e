package dev.starling.chat.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.settings.ChatSettings;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private static final int BURST = 40;

  private long now = 1_000_000_000_000L;
  private final RateLimits limits = new RateLimits(rate(20), () -> now);

  @Test
  void a_burst_is_taken_and_then_as_many_as_the_rate_allows() {
    assertThat(admitted("ada", 100)).isEqualTo(BURST);
    pass(500);
    assertThat(admitted("ada", 100)).isEqualTo(10);
    pass(60_000);
    assertThat(admitted("ada", 100)).isEqualTo(BURST);
  }

  @Test
  void a_name_written_otherwise_is_the_same_user_and_another_user_has_a_burst_of_its_own() {
    assertThat(admitted("ada", 100)).isEqualTo(BURST);
    assertThat(admitted("Ada", 100)).isZero();
    assertThat(admitted("grace", 100)).isEqualTo(BURST);
  }

  @Test
  void whose_bucket_is_full_again_is_forgotten() {
    for (int i = 0; i < 1_000; i++) {
      admitted("user-" + i, 1);
    }
    assertThat(limits.size()).isEqualTo(1_000);
    pass(50);
    admitted("ada", 1);
    assertThat(limits.size()).isEqualTo(1);
  }

  @Test
  void no_more_than_so_many_are_remembered() {
    for (int i = 0; i <= RateLimits.MOST_USERS; i++) {
      admitted("user-" + i, 1);
    }
    assertThat(limits.size()).isEqualTo(RateLimits.MOST_USERS);
  }

  @Test
  void a_rate_of_0_is_no_limit() {
    RateLimits unlimited = new RateLimits(rate(0), () -> now);
    Username ada = Username.parse("ada").orElseThrow();
    assertThat(IntStream.range(0, 1_000).allMatch(i -> unlimited.admits(ada))).isTrue();
    assertThat(unlimited.size()).isZero();
  }

  private int admitted(String name, int messages) {
    Username user = Username.parse(name).orElseThrow();
    return (int) IntStream.range(0, messages).filter(i -> limits.admits(user)).count();
  }

  private void pass(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private static ChatSettings.Rate rate(int perSecond) {
    return new ChatSettings.Rate() {
      @Override
      public int perSecond() {
        return perSecond;
      }

      @Override
      public int burst() {
        return BURST;
      }
    };
  }
}
