package dev.starling.probe.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTest {

  @Test
  void what_others_wrote_is_shown_and_not_obeyed() {
    assertThat(Html.escape("<script a=\"b\" c='d'>&\u0007"))
        .isEqualTo("&lt;script a=&quot;b&quot; c=&#39;d&#39;&gt;&amp;\uFFFD");
  }

  @Test
  void a_time_has_three_digits_and_a_unit() {
    assertThat(Html.time(7)).isEqualTo("7 µs");
    assertThat(Html.time(1_234)).isEqualTo("1.23 ms");
    assertThat(Html.time(123_456)).isEqualTo("123 ms");
    assertThat(Html.time(2_500_000)).isEqualTo("2.50 s");
  }
}
