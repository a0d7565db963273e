package dev.starling.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** What the libraries offer to others is described where it stands. */
class JavadocTest {
  private static final Path LIBRARIES = Repository.ROOT.resolve("shared");
  private static final String SOURCES = "src/main/java";

  @Test
  void every_public_type_and_method_of_the_libraries_has_a_comment() throws IOException {
    List<Path> sources = sources();
    assertThat(sources).as("sources of shared/").isNotEmpty();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
      Undescribed undescribed = new Undescribed(DocTrees.instance(task));
      for (CompilationUnitTree unit : task.parse()) {
        undescribed.scan(unit, true);
      }
      assertThat(undescribed.found).as("public, and without a comment").isEmpty();
    }
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(LIBRARIES)) {
      for (Path module : modules.map(path -> path.resolve(SOURCES)).toList()) {
        if (Files.exists(module)) {
          try (Stream<Path> all = Files.walk(module)) {
            all.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    return sources;
  }

  /** Walks through types and methods; the parameter says whether what is around them is public. */
  private static final class Undescribed extends TreePathScanner<Void, Boolean> {
    private final DocTrees comments;
    private final List<String> found = new ArrayList<>();

    private Undescribed(DocTrees comments) {
      this.comments = comments;
    }

    @Override
    public Void visitClass(ClassTree type, Boolean around) {
      boolean visible = around && isVisible(type.getModifiers());
      if (visible) {
        check(type.getSimpleName().toString());
      }
      return super.visitClass(type, visible);
    }

    @Override
    public Void visitMethod(MethodTree method, Boolean around) {
      boolean overrides =
          method.getModifiers().getAnnotations().stream()
              .anyMatch(one -> one.getAnnotationType().toString().equals("Override"));
      // A constructor without parameters has nothing to say but its type's comment.
      boolean plain = method.getReturnType() == null && method.getParameters().isEmpty();
      if (around && isVisible(method.getModifiers()) && !overrides && !plain) {
        check(method.getName().toString());
      }
      return null;
    }

    private boolean isVisible(ModifiersTree modifiers) {
      TreePath outer = getCurrentPath().getParentPath();
      boolean ofInterface = outer != null && outer.getLeaf().getKind() == Tree.Kind.INTERFACE;
      return modifiers.getFlags().contains(Modifier.PUBLIC)
          || ofInterface && !modifiers.getFlags().contains(Modifier.PRIVATE);
    }

    private void check(String name) {
      if (comments.getDocComment(getCurrentPath()) == null) {
        CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
        long start =
            comments.getSourcePositions().getStartPosition(unit, getCurrentPath().getLeaf());
        found.add(
            Repository.ROOT.relativize(Path.of(unit.getSourceFile().toUri()))
                + ":"
                + unit.getLineMap().getLineNumber(start)
                + " "
                + name);
      }
    }
  }
}
