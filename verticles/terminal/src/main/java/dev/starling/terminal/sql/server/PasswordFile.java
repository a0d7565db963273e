package dev.starling.terminal.sql.server;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Passwords, one line for each: {@code host:port:database:user:password}. A {@code *} stands for
 * everything, a backslash makes the colon or backslash after it ordinary.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-pgpass.html">PostgreSQL: the password
 *     file</a>
 */
record PasswordFile(Path path) {
  private static final int FIELDS = 5;
  private static final long LARGEST = 1 << 20;

  /**
   * The password of the first line that fits; empty when there is none, or no such file.
   *
   * @throws IllegalArgumentException when there is a file that cannot be used
   */
  Optional<String> find(String host, int port, String database, String user) {
    List<String> wanted = List.of(host, String.valueOf(port), database, user);
    try {
      if (!Files.isRegularFile(path) || Files.size(path) > LARGEST) {
        return Optional.empty();
      }
      for (String line : Files.readAllLines(path)) {
        List<String> fields = fields(line);
        if (!line.startsWith("#") && fields.size() == FIELDS && fits(fields, wanted)) {
          return Optional.of(guarded(fields.get(FIELDS - 1)));
        }
      }
      return Optional.empty();
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    } catch (CharacterCodingException failure) {
      throw new IllegalArgumentException("the password file " + path + " is not UTF-8");
    } catch (IOException failure) {
      throw new IllegalArgumentException("the password file " + path + " cannot be read", failure);
    }
  }

  /** A password that others can read is none. */
  private String guarded(String password) throws IOException {
    if (!Files.getFileStore(path).supportsFileAttributeView("posix")) {
      return password;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
    for (PosixFilePermission permission : permissions) {
      if (!permission.name().startsWith("OWNER_")) {
        throw new IllegalArgumentException(
            "the password file " + path + " is open to others; close it with chmod 600");
      }
    }
    return password;
  }

  private static boolean fits(List<String> fields, List<String> wanted) {
    for (int i = 0; i < wanted.size(); i++) {
      if (!fields.get(i).equals("*") && !fields.get(i).equals(wanted.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char character = line.charAt(i);
      if (character == '\\' && i + 1 < line.length()) {
        i++;
        field.append(line.charAt(i));
      } else if (character == ':' && fields.size() < FIELDS - 1) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(character);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
