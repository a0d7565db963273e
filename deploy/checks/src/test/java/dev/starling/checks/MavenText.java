package dev.starling.checks;

/** What poms say of a service. */
final class MavenText {
  private MavenText() {}

  /** Its module. */
  static String module(String name) {
    return "    <module>%s</module>\n".formatted(name);
  }

  /** A dependency on its classes. */
  static String dependency(ListedService service) {
    return """
        <dependency>
          <groupId>dev.starling</groupId>
          <artifactId>%s</artifactId>
          <version>${project.version}</version>
        </dependency>
    """
        .formatted(service.name());
  }

  /** A dependency that only has it built before. */
  static String order(ListedService service) {
    return """
        <dependency>
          <groupId>dev.starling</groupId>
          <artifactId>%s</artifactId>
          <version>${project.version}</version>
          <type>pom</type>
          <scope>provided</scope>
          <exclusions>
            <exclusion>
              <groupId>*</groupId>
              <artifactId>*</artifactId>
            </exclusion>
          </exclusions>
        </dependency>
    """
        .formatted(service.name());
  }
}
