package dev.starling.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PathTemplateTest {
  @Test
  void a_parameter_is_one_segment() {
    assertThat("/products/7/skus").matches(PathTemplate.regex("/products/{id}/skus"));
    assertThat("/products/7/8/skus").doesNotMatch(PathTemplate.regex("/products/{id}/skus"));
    assertThat("/products/7%2F8").matches(PathTemplate.regex("/products/{id}"));
  }

  @Test
  void a_slash_at_the_end_makes_another_path() {
    assertThat("/products/").doesNotMatch(PathTemplate.regex("/products"));
    assertThat("/products/").doesNotMatch(PathTemplate.regex("/products/{id}"));
    assertThat("/products/7/").doesNotMatch(PathTemplate.regex("/products/{id}"));
  }

  @Test
  void an_empty_parameter_in_the_middle_is_a_wrong_one() {
    assertThat("/products//skus").matches(PathTemplate.regex("/products/{id}/skus"));
  }

  @Test
  void what_is_not_a_parameter_stands_for_itself() {
    assertThat("/v1.0/a+b").matches(PathTemplate.regex("/v1.0/a+b"));
    assertThat("/v1x0/aab").doesNotMatch(PathTemplate.regex("/v1.0/a+b"));
    assertThat("/").matches(PathTemplate.regex("/"));
  }
}
