package dev.starling.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagTest {
  private static final String TAG = EntityTag.of(Buffer.buffer("body"));

  @Test
  void the_same_body_has_the_same_strong_tag_and_another_one_another() {
    assertThat(EntityTag.of(Buffer.buffer("body"))).isEqualTo(TAG);
    assertThat(EntityTag.of(Buffer.buffer("bodz"))).isNotEqualTo(TAG);
    assertThat(TAG).matches("\"[0-9a-f]+\"");
  }

  @Test
  void a_tag_may_hold_commas_and_elements_may_be_empty() {
    assertThat(EntityTag.list("\"a,b\" , W/\"c\",,\t* ,rubbish"))
        .containsExactly("\"a,b\"", "W/\"c\"", "", "*", "rubbish");
    assertThat(EntityTag.list("")).isEmpty();
  }

  @Test
  void the_strong_comparison_does_not_match_weak_tags() {
    assertThat(EntityTag.matchesStrongly(EntityTag.list("\"a\", " + TAG), TAG)).isTrue();
    assertThat(EntityTag.matchesStrongly(EntityTag.list("W/" + TAG), TAG)).isFalse();
    assertThat(EntityTag.matchesStrongly(EntityTag.list("W/" + TAG), "W/" + TAG)).isFalse();
  }

  @Test
  void the_weak_comparison_does() {
    assertThat(EntityTag.matchesWeakly(EntityTag.list("\"a\",W/" + TAG + ",\"b\""), TAG)).isTrue();
    assertThat(EntityTag.matchesWeakly(EntityTag.list(TAG), TAG)).isTrue();
    assertThat(EntityTag.matchesWeakly(EntityTag.list(TAG), "W/" + TAG)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "W/", "\"", "\"other\"", "W/\"other\", \"x\"", "w/\"body\""})
  void other_lists_match_in_neither(String list) {
    assertThat(EntityTag.matchesWeakly(EntityTag.list(list), TAG)).isFalse();
    assertThat(EntityTag.matchesStrongly(EntityTag.list(list), TAG)).isFalse();
  }
}
