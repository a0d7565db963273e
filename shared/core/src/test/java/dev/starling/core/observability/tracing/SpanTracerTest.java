package dev.starling.core.observability.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.tracing.TracingPolicy;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SpanTracerTest {
  private final SpanTracer tracer = new SpanTracer(SdkTracerProvider.builder().build().get("test"));

  private OpenSpan send() {
    Message<?> message =
        (Message<?>)
            Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Message.class}, (a, b, c) -> null);
    return tracer.sendRequest(
        ContextInternal.current(),
        SpanKind.RPC,
        TracingPolicy.ALWAYS,
        message,
        "send",
        (name, value) -> {},
        TagExtractor.empty());
  }

  @Test
  void a_question_ends_with_its_answer_even_if_vertx_never_says_so() throws Exception {
    Vertx vertx = Vertx.vertx();
    Promise<Object> result = Promise.promise();
    vertx.runOnContext(
        start -> {
          Promise<String> answer = Promise.promise();
          Promise<String> another = Promise.promise();
          OpenSpan span = send();
          SpanTracer.endWith(answer.future());
          // Not traced: it must not end what another question began.
          SpanTracer.endWith(another.future());
          another.complete("no");
          boolean early = span.ended();
          answer.complete("yes");
          result.complete(!early && span.ended());
        });
    try {
      assertThat(result.future().await(60, TimeUnit.SECONDS)).isEqualTo(true);
    } finally {
      vertx.close().await(60, TimeUnit.SECONDS);
    }
  }
}
