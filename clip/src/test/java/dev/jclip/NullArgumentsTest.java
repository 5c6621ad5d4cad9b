package dev.jclip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.zeroshot.ZeroShotClassifier;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is null is refused by its name, not somewhere below. */
class NullArgumentsTest {
  @Test
  void theFirstArgumentOfEachPublicMethodIsRefusedByName() throws ReflectiveOperationException {
    try (Clip clip = Clip.load(Fixtures.MODEL);
        Detector detector = Detector.load(Fixtures.DETECTOR)) {
      for (Object refusing :
          List.of(clip, Clip.loader(), clip.classifier(List.of("cat")), detector)) {
        for (Method method : methods(refusing.getClass())) {
          assertThat(refusal(method, refusing))
              .as("%s", method)
              .isInstanceOf(NullPointerException.class)
              .satisfies(thrown -> assertThat(thrown.getMessage()).matches("[a-z]\\w+"));
        }
      }
    }
    assertThat(methods(Clip.class)).hasSizeGreaterThan(20);
    assertThat(methods(ClipLoader.class)).hasSizeGreaterThan(10);
    assertThat(methods(Detector.class)).hasSizeGreaterThan(8);
    assertThat(methods(ZeroShotClassifier.class)).hasSizeGreaterThan(3);
  }

  private static List<Method> methods(Class<?> type) {
    return Stream.of(type.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isBridge())
        .filter(method -> method.getParameterCount() > 0)
        .filter(method -> !method.getParameterTypes()[0].isPrimitive())
        .toList();
  }

  private static Throwable refusal(Method method, Object object)
      throws ReflectiveOperationException {
    try {
      method.invoke(object, new Object[method.getParameterCount()]);
    } catch (InvocationTargetException e) {
      return Objects.requireNonNull(e.getCause());
    }
    throw new AssertionError(method + ": null was taken");
  }
}
