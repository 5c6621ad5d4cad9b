package dev.jclip;

import dev.jclip.error.ClipException;
import java.util.List;

/** Embeds a text twice; prints what the errors say. */
final class WithoutNativesMain {
  private WithoutNativesMain() {}

  public static void main(String[] args) {
    for (int i = 0; i < 2; i++) {
      try (Clip clip = Clip.load(Fixtures.MODEL)) {
        clip.encodeTexts(List.of("a cat"));
      } catch (ClipException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
