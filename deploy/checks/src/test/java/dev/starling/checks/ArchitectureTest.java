package dev.starling.checks;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.dependencies.Slice;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which package may know which, read from the bytecode of all modules. */
class ArchitectureTest {
  /** The package that may reach into Vert.x and Netty. */
  private static final String INTERNALS = "dev.starling.net.internal";

  /** Connections and the protocols they speak. */
  private static final String[] SOCKETS = {
    "java.net..",
    "java.nio.channels..",
    "io.netty.channel..",
    "io.netty.handler..",
    "io.vertx.core.net..",
    "io.vertx.core.http..",
    "io.vertx.ext.web..",
    "dev.starling..tcp..",
    "dev.starling..http.."
  };

  /** Logic that must be the same at each run: it is given its time, its messages and its store. */
  private static final Set<String> PURE =
      Set.of(
          "Roster", "RosterChange", "RosterTiming", "Tombstone", "RoomState", "RoomMerge", "Chain");

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes = ProjectClasses.read();
  }

  @Test
  void every_module_is_looked_at() {
    List<String> packages = classes.stream().map(JavaClass::getPackageName).distinct().toList();
    for (String service : ProjectClasses.services()) {
      assertThat(packages).contains("dev.starling." + service);
    }
    assertThat(packages).contains("dev.starling.bench", "dev.starling.quickstart");
  }

  @Test
  void no_package_depends_on_one_that_depends_on_it() {
    slices().matching("dev.starling.(**)").should().beFreeOfCycles().check(classes);
  }

  /**
   * The peers of the benchmarks do by themselves what they are compared with, internals included.
   */
  @Test
  void internals_of_vertx_and_netty_are_used_in_one_package() {
    noClasses()
        .that()
        .resideOutsideOfPackages(INTERNALS, "dev.starling.bench.peer")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..impl..", "io.vertx..internal..", "io.netty..internal..")
        .check(classes);
  }

  @Test
  void private_members_are_opened_in_one_package() {
    noClasses()
        .that()
        .resideOutsideOfPackage(INTERNALS)
        .should()
        .callMethodWhere(
            describe(
                "what is private is opened",
                call -> call.getTarget().getName().matches("setAccessible|privateLookupIn")))
        .check(classes);
  }

  @Test
  void internals_depend_on_nothing_of_the_project() {
    noClasses()
        .that()
        .resideInAPackage(INTERNALS)
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.starling..").and(resideOutsideOfPackage(INTERNALS)))
        .check(classes);
  }

  @Test
  void services_do_not_know_each_other() {
    List<String> services = ProjectClasses.services();
    DescribedPredicate<Slice> isService =
        describe("of services", slice -> services.contains(slice.getNamePart(1)));
    slices()
        .matching("dev.starling.(*)..")
        .that(isService)
        .should()
        .notDependOnEachOther()
        .check(classes);
  }

  @Test
  void the_rooms_of_the_chat_know_no_sockets() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.starling.chat.event..",
            "dev.starling.chat.store..",
            "dev.starling.chat.replication..",
            "dev.starling.chat.fanout..",
            "dev.starling.chat.room..",
            "dev.starling.chat.session..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SOCKETS)
        .check(classes);
  }

  @Test
  void rosters_and_states_of_rooms_know_neither_threads_nor_libraries() {
    DescribedPredicate<JavaClass> isPure =
        describe(
            "are pure logic",
            one ->
                one.getPackageName().matches("dev\\.starling\\..*(roster|chat\\.(store|event))")
                    && PURE.contains(outermost(one).getSimpleName()));
    assertThat(classes.stream().filter(isPure).map(JavaClass::getSimpleName)).containsAll(PURE);
    noClasses()
        .that(isPure)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io..", "java.net..", "java.nio.channels..", "java.util.concurrent..", "java.time..")
        .check(classes);
  }

  private static JavaClass outermost(JavaClass one) {
    return one.getEnclosingClass().map(ArchitectureTest::outermost).orElse(one);
  }
}
