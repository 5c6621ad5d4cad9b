package dev.jclip.tensor.start;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks tests that compute with kernels; what stands at a method counts before what stands at its
 * class. They are left out where the processor has no instructions for one of them, fail where it
 * has and the kernel is missing all the same, and what was tried is written down ({@link
 * KernelTrial}).
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("kernels")
@ExtendWith(KernelTrial.class)
public @interface Tries {
  /** The kernels. */
  Kernel[] value();

  /** Whether the tests run where the processor has no instructions for them, too. */
  boolean hasStandIn() default false;
}
