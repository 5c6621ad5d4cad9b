package dev.jclip.tensor.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs the tests of {@link Tries} where their kernels are to be expected, and adds to {@code
 * target/kernels.txt} at the end of a run: a line "has KERNEL" for each that this machine and the
 * environment allow, and "tried KERNEL" for each with which a test has computed and passed.
 */
final class KernelTrial
    implements ExecutionCondition, BeforeTestExecutionCallback, AfterTestExecutionCallback {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    report(context);
    Tries tries = tries(context);
    List<Kernel> absent =
        Arrays.stream(tries.value()).filter(Predicate.not(Kernel::isExpected)).toList();
    return absent.isEmpty() || tries.hasStandIn()
        ? ConditionEvaluationResult.enabled("the processor has the kernels, or others stand in")
        : ConditionEvaluationResult.disabled("the processor has no instructions for " + absent);
  }

  @Override
  public void beforeTestExecution(ExtensionContext context) {
    List<Kernel> missing = expected(context).filter(Predicate.not(Kernel::exists)).toList();
    if (!missing.isEmpty()) {
      throw new AssertionError(
          "the processor has instructions for %s, but the engine has no such kernels"
              .formatted(missing));
    }
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context.getExecutionException().isEmpty()) {
      expected(context).forEach(report(context).tried::add);
    }
  }

  private static Stream<Kernel> expected(ExtensionContext context) {
    return Arrays.stream(tries(context).value()).filter(Kernel::isExpected);
  }

  private static Tries tries(ExtensionContext context) {
    return context
        .getTestMethod()
        .map(method -> method.getAnnotation(Tries.class))
        .orElseGet(() -> context.getRequiredTestClass().getAnnotation(Tries.class));
  }

  private static Report report(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(KernelTrial.class))
        .computeIfAbsent(Report.class, _ -> new Report(), Report.class);
  }

  /** Written when the run ends. */
  private static final class Report implements AutoCloseable {
    private static final Path FILE = Path.of("target", "kernels.txt");

    private final Set<Kernel> tried = ConcurrentHashMap.newKeySet();

    @Override
    public void close() {
      Stream<String> has = lines("has ", Arrays.stream(Kernel.values()).filter(Kernel::isExpected));
      Stream<String> done = lines("tried ", tried.stream().sorted());
      try {
        Files.createDirectories(FILE.getParent());
        Files.write(
            FILE,
            Stream.concat(has, done).toList(),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Stream<String> lines(String what, Stream<Kernel> kernels) {
      return kernels.map(kernel -> what + kernel);
    }
  }
}
