package dev.starling.chat.room;

/**
 * Who has a user name, as the cluster keeps it: under the key that all names have that look like
 * it.
 *
 * @param owner the instance that holds the user's connection
 * @param session the user's session, a secret
 * @param join what the user's joined and left have in common
 * @param leaving whether {@code left} is being written; the name is free once it is
 * @param username as it is written
 */
record Claim(String owner, String session, String join, boolean leaving, String username) {
  private static final String SEPARATOR = " ";
  private static final int PARTS = 5;

  /** Whether a session that goes on under a name has it. */
  boolean isOf(String name, String someSession) {
    return session.equals(someSession) && username.equals(name);
  }

  Claim ownedBy(String other) {
    return new Claim(other, session, join, leaving, username);
  }

  Claim joinedAs(String other) {
    return new Claim(owner, session, other, leaving, username);
  }

  /** The state in which an instance writes {@code left}; nobody else may take the name then. */
  Claim leavingBy(String instance) {
    return new Claim(instance, session, join, true, username);
  }

  /** As it is kept: text, since other services' processes keep it too and do not know this type. */
  String toText(String key) {
    String claim = String.join(SEPARATOR, owner, session, join, leaving ? "leaving" : "here");
    // As earlier versions wrote it, where the key tells the name.
    return username.equals(key) ? claim : claim + SEPARATOR + username;
  }

  static Claim of(String key, String text) {
    String[] parts = text.split(SEPARATOR, PARTS);
    String username = parts.length < PARTS ? key : parts[PARTS - 1];
    return new Claim(parts[0], parts[1], parts[2], parts[3].equals("leaving"), username);
  }
}
