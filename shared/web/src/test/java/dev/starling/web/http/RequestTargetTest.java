package dev.starling.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/?limit=%zz",
        "/?%=",
        "/%",
        "/%2",
        "/a%",
        "/%c0%ae",
        "/%e9",
        "/%ed%a0%80",
        "/%f4%90%80%80",
        "/\u00e9",
        "/a b",
        "/a\tb",
        "/#x",
        "/\u0000",
        "/%e4%bd",
        "/%e4%bdx%a0",
        "/%1\uff11"
      })
  void a_target_with_broken_escapes_or_forbidden_characters_is_invalid(String target) {
    assertThat(RequestTarget.isValid(target)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "*",
        "/a?b=c&d",
        "/%e4%bd%a0%E5%a5%bd",
        "/%2F%00",
        "/a|b?x={y}",
        "/%7e%f0%9f%98%80"
      })
  void whole_escapes_of_utf_8_are_valid(String target) {
    assertThat(RequestTarget.isValid(target)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "/%70roducts/%31,/products/1",
    "/products%2f1,/products%2F1",
    "/%7Euser/%41%5f,/~user/A_",
    "/./products/1,/products/1",
    "/x/../products/1,/products/1",
    "/../../etc/passwd,/etc/passwd",
    "/%2e%2E/a,/a",
    "/a/b/..,/a/",
    "/a/.,/a/",
    "/..,/",
    "/a/..%2f..,/a/..%2F..",
    "//a//b/,//a//b/",
    "/a/.b/..c,/a/.b/..c",
    "/a//../b,/a/b",
    "/%zz,/%zz"
  })
  void paths_that_mean_the_same_have_one_form(String given, String normal) {
    assertThat(RequestTarget.normalized(given)).isEqualTo(normal);
    assertThat(RequestTarget.normalized(normal)).isEqualTo(normal);
  }

  @Test
  void a_path_in_its_normal_form_is_not_copied() {
    String path = "/products/1";
    assertThat(RequestTarget.normalized(path)).isSameAs(path);
  }
}
