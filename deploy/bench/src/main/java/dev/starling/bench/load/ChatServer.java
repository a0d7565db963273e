package dev.starling.bench.load;

/** What a chat server expects of its clients and tells them. */
public enum ChatServer {
  /** Users have names, and everyone is told who comes. */
  STARLING {
    @Override
    boolean wantsNames() {
      return true;
    }

    @Override
    long joins(long size) {
      return size * (size + 1) / 2;
    }

    @Override
    String message(String username, String text) {
      return ChatJson.message(text);
    }
  },

  /** Sends what it is sent to everyone, as it is: it is sent what Starling would send. */
  BARE {
    @Override
    boolean wantsNames() {
      return false;
    }

    @Override
    long joins(long size) {
      return 0;
    }

    @Override
    String message(String username, String text) {
      return ChatJson.event(username, text);
    }
  };

  static final String PATH = "/chat";

  abstract boolean wantsNames();

  /** How often somebody's coming is told while a crowd of this size gathers. */
  abstract long joins(long size);

  /** A message as this server expects it. */
  abstract String message(String username, String text);
}
