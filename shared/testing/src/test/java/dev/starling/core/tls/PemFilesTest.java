package dev.starling.core.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.starling.testing.Authority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemFilesTest {
  private final Authority authority = new Authority("ours");
  private final Authority stranger = new Authority("another");

  @TempDir private Path folder;
  private Path certificate;
  private Path key;
  private Path trusted;

  @BeforeEach
  void write() throws IOException {
    certificate = folder.resolve("certificate.pem");
    key = folder.resolve("key.pem");
    trusted = folder.resolve("authority.pem");
    authority.issue().write(certificate, key);
    Files.writeString(trusted, authority.pem());
  }

  @Test
  void a_pair_and_its_authority_fit() throws UnusableFiles {
    assertThat(files().load().expiry()).isAfter(Instant.now());
  }

  @Test
  void several_authorities_may_be_trusted_while_one_takes_over_from_the_other() throws Exception {
    Files.writeString(trusted, stranger.pem() + authority.pem());
    files().load();
  }

  @Test
  void a_file_that_is_not_there_is_named_with_its_setting() throws IOException {
    Files.delete(key);
    assertThat(problem()).isEqualTo("cluster.tls.key " + key + ": no such file");
  }

  @Test
  void a_folder_is_no_file() throws IOException {
    Files.delete(trusted);
    Files.createDirectory(trusted);
    assertThat(problem()).isEqualTo("cluster.tls.authority " + trusted + ": Is a directory");
  }

  @Test
  void a_file_without_an_end_is_not_read_to_its_end() throws IOException {
    Files.writeString(certificate, "x".repeat(2_000_000));
    assertThat(problem())
        .isEqualTo("cluster.tls.certificate " + certificate + ": longer than 1048576 bytes");
  }

  @Test
  void a_certificate_that_is_none_is_told() throws IOException {
    Files.writeString(certificate, "");
    assertThat(problem())
        .isEqualTo("cluster.tls.certificate " + certificate + ": holds no certificate");
    Files.writeString(certificate, "hello");
    assertThat(problem())
        .isEqualTo("cluster.tls.certificate " + certificate + ": No certificate data found");
  }

  @Test
  void a_broken_certificate_is_told() throws IOException {
    String pem = Files.readString(certificate);
    Files.writeString(certificate, pem.replaceFirst("MII.{40}", "MII"));
    assertThat(problem()).startsWith("cluster.tls.certificate " + certificate + ": ");
  }

  @Test
  void a_key_that_is_encrypted_is_told() throws IOException {
    Files.writeString(key, Files.readString(key).replace("PRIVATE", "ENCRYPTED PRIVATE"));
    assertThat(problem()).startsWith("cluster.tls.key " + key + ": Missing -----BEGIN PRIVATE KEY");
  }

  @Test
  void a_key_of_another_certificate_is_told() throws IOException {
    authority.issue().write(folder.resolve("other.pem"), key);
    assertThat(problem())
        .isEqualTo(
            "cluster.tls.key %s is not the key of cluster.tls.certificate %s"
                .formatted(key, certificate));
  }

  @Test
  void a_certificate_that_the_other_instances_would_refuse_is_told() throws IOException {
    Files.writeString(trusted, stranger.pem());
    assertThat(problem()).startsWith(refused()).contains("certification path");
  }

  @Test
  void a_certificate_for_servers_alone_is_not_enough_between_instances() throws IOException {
    authority
        .issue(Instant.now().plusSeconds(60), List.of(Authority.Use.SERVER))
        .write(certificate, key);
    assertThat(problem()).startsWith(refused()).contains("TLS client authentication");
  }

  @Test
  void a_certificate_for_both_is() throws Exception {
    authority
        .issue(Instant.now().plusSeconds(60), List.of(Authority.Use.SERVER, Authority.Use.CLIENT))
        .write(certificate, key);
    files().load();
  }

  @Test
  void an_expired_certificate_is_not_good_between_instances() throws IOException {
    authority.issue(Instant.now().minus(Duration.ofDays(1)), List.of()).write(certificate, key);
    assertThat(problem()).startsWith(refused()).contains("NotAfter");
  }

  @Test
  void a_listener_may_show_what_only_clients_can_judge() throws Exception {
    authority.issue(Instant.now().minus(Duration.ofDays(1)), List.of()).write(certificate, key);
    new PemFiles("tls", certificate, key, Optional.empty()).load();
  }

  private String refused() {
    return "cluster.tls.certificate %s would be refused with cluster.tls.authority %s: "
        .formatted(certificate, trusted);
  }

  private PemFiles files() {
    return new PemFiles("cluster.tls", certificate, key, Optional.of(trusted));
  }

  private String problem() {
    var problem = assertThatExceptionOfType(UnusableFiles.class).isThrownBy(() -> files().load());
    return problem.actual().getMessage();
  }
}
