package dev.starling.dev;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The processes of the service, restarted one after another, so that what they keep for each other
 * stays. Their lines begin with the number of the instance when there are several.
 */
final class Instances {
  private final DevOptions options;
  private final String classPath;
  private final Consumer<String> output;
  private final List<Instance> running = new ArrayList<>();
  private Ports ports = new Ports(List.of());
  private boolean stopped;

  Instances(DevOptions options, String classPath, Consumer<String> output) {
    this.options = options;
    this.classPath = classPath;
    this.output = output;
  }

  /** Reads the ports of the settings in force, which further instances listen above. */
  void readPorts() throws IOException, InterruptedException {
    if (options.instances() > 1) {
      ports = new Ports(Instance.settings(classPath, options.main(), options.service()));
    }
  }

  /**
   * Replaces all by new ones; stops at the first that does not start.
   *
   * @return whether all are up
   */
  boolean restart() throws IOException, InterruptedException {
    for (int index = 0; index < options.instances(); index++) {
      if (index < running.size()) {
        running.get(index).stop();
      }
      Instance next = start(index);
      if (next == null || !next.awaitUp()) {
        return false;
      }
    }
    return true;
  }

  private synchronized Instance start(int index) throws IOException {
    if (stopped) {
      return null;
    }
    // The first instance, too, knows nothing but its settings.
    Map<String, String> environment = index == 0 ? Map.of() : ports.environment(index);
    String mark = options.instances() == 1 ? "" : (index + 1) + " ";
    Instance instance =
        Instance.start(
            classPath,
            options.main(),
            options.service(),
            environment,
            line -> output.accept(mark + line));
    if (index < running.size()) {
      running.set(index, instance);
    } else {
      running.add(instance);
    }
    return instance;
  }

  /** Drains and ends all; none is started any more. */
  synchronized void stop() {
    stopped = true;
    running.parallelStream().forEach(Instance::stop);
  }
}
