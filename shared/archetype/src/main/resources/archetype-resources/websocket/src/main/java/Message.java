package ${package};

/**
 * A message on its way to the clients of all instances.
 *
 * @param text as the client sent it
 */
record Message(String text) {
  static final String ADDRESS = "${artifactId}.messages";
}
