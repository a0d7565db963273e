package dev.starling.terminal.load.plan;

/** How a target is spoken to. */
public enum Transport {
  /** Requests over kept connections, HTTP/1.1. */
  HTTP,
  /** Text messages. */
  WEBSOCKET,
  /** Lines that end with {@code \n}. */
  TCP
}
