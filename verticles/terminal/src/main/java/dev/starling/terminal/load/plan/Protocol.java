package dev.starling.terminal.load.plan;

import java.util.Locale;

/** What a request and its answer are. */
public enum Protocol {
  /** A request and its response. */
  HTTP,
  /** A message that comes back as it is; others that come in between are passed over. */
  ECHO,
  /** A message, and the next one that comes, whatever it says. */
  REPLY,
  /** A line of a user in the chat, answered once the user reads it among what everyone reads. */
  CHAT;

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
