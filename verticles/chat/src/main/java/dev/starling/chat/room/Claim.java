package dev.starling.chat.room;

/**
 * Who has a user name, as the cluster keeps it.
 *
 * @param owner the instance that holds the user's connection
 * @param session the user's session, a secret
 * @param join what the user's joined and left have in common
 * @param leaving whether {@code left} is being written; the name is free once it is
 */
record Claim(String owner, String session, String join, boolean leaving) {
  private static final String SEPARATOR = " ";
  private static final int PARTS = 4;

  Claim ownedBy(String other) {
    return new Claim(other, session, join, leaving);
  }

  Claim joinedAs(String other) {
    return new Claim(owner, session, other, leaving);
  }

  /** The state in which an instance writes {@code left}; nobody else may take the name then. */
  Claim leavingBy(String instance) {
    return new Claim(instance, session, join, true);
  }

  /** As it is kept: text, since other services' processes keep it too and do not know this type. */
  String toText() {
    return String.join(SEPARATOR, owner, session, join, leaving ? "leaving" : "here");
  }

  static Claim of(String text) {
    String[] parts = text.split(SEPARATOR, PARTS);
    return new Claim(parts[0], parts[1], parts[2], parts[3].equals("leaving"));
  }
}
