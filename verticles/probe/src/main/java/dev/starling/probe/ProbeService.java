package dev.starling.probe;

import dev.starling.core.launch.Launcher;
import dev.starling.core.service.ServiceDefinition;
import dev.starling.core.settings.BadSetting;
import dev.starling.probe.context.ProbeSettings;
import dev.starling.probe.guard.AllowList;
import dev.starling.probe.web.ClientAddresses;
import java.time.Duration;
import java.util.Optional;

/** Runs many requests at once against a URL, and reports on them. */
public final class ProbeService {
  /** The service as the launcher runs it. */
  public static final ServiceDefinition<ProbeSettings> DEFINITION =
      new ServiceDefinition<>(
          "probe",
          ProbeSettings.class,
          settings -> settings.http().listener().host(),
          ProbeVerticle::new,
          ProbeService::validate);

  private static final Duration LONGEST = Duration.ofSeconds(55);

  private ProbeService() {}

  private static Optional<BadSetting> validate(ProbeSettings settings) {
    try {
      AllowList.of(settings.allow());
      new ClientAddresses(settings.proxies());
    } catch (BadSetting wrong) {
      return Optional.of(wrong);
    }
    if (settings.timeout().isZero()) {
      return Optional.of(
          new BadSetting(
              "timeout", "is not valid: a request takes more than no time; valid is 1ms or more"));
    }
    Duration longest = settings.maxDuration();
    return longest.isZero() || longest.compareTo(LONGEST) > 0
        ? Optional.of(
            new BadSetting(
                "max-duration",
                "is not valid: a silent connection is closed after 60 s; valid is 1ms to 55s"))
        : Optional.empty();
  }

  public static void main(String[] args) {
    Launcher.run(DEFINITION, args);
  }
}
