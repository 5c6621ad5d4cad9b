package dev.jclip.train.contrastive;

import java.util.Optional;

/** Makes, of captions, texts that are wrong of the same image, to contrast it with. */
@FunctionalInterface
public interface HardNegatives {
  /** Makes none. */
  HardNegatives NONE = _ -> Optional.empty();

  /** A wrong text, if there is one. */
  Optional<String> of(String caption);
}
