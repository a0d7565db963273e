package dev.starling.shared.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagTest {
  private static final String TAG = EntityTag.of(Buffer.buffer("body"));

  @Test
  void the_same_body_has_the_same_tag_and_another_one_another() {
    assertThat(EntityTag.of(Buffer.buffer("body"))).isEqualTo(TAG);
    assertThat(EntityTag.of(Buffer.buffer("bodz"))).isNotEqualTo(TAG);
    assertThat(TAG).matches("W/\"[0-9a-f]+\"");
  }

  @Test
  void a_condition_names_it_weak_or_strong_alone_or_in_a_list() {
    String strong = TAG.substring(2);

    assertThat(EntityTag.matches(TAG, TAG)).isTrue();
    assertThat(EntityTag.matches(strong, TAG)).isTrue();
    assertThat(EntityTag.matches("\"a\", " + TAG + ",\"b\"", TAG)).isTrue();
    assertThat(EntityTag.matches("*", TAG)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "W/", "\"", "\"other\"", "W/\"other\", \"x\""})
  void other_conditions_do_not(String condition) {
    assertThat(EntityTag.matches(condition, TAG)).isFalse();
    assertThat(EntityTag.matches(null, TAG)).isFalse();
  }
}
