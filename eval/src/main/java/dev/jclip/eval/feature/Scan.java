package dev.jclip.eval.feature;

import dev.jclip.data.Entry;
import dev.jclip.data.Examples;
import dev.jclip.digest.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A data set gone through once, its images read but not decoded.
 *
 * @param contents a digest of each image's bytes
 * @param fingerprint over keys and bytes, whatever the annotations, so that features serve every
 *     task on the same images
 */
record Scan<A>(
    List<String> keys,
    List<A> annotations,
    List<String> contents,
    List<Entry.Skipped<A>> skipped,
    String fingerprint) {
  /** Over all that the set says. */
  String wholeFingerprint() {
    var digest = new Sha256().add(fingerprint);
    annotations.forEach(annotation -> digest.add(String.valueOf(annotation)));
    skipped.forEach(skip -> digest.add(skip.key()));
    return digest.hex();
  }

  static <A> Scan<A> of(Examples<A> examples) {
    var keys = new ArrayList<String>();
    var annotations = new ArrayList<A>();
    var contents = new ArrayList<String>();
    var skipped = new ArrayList<Entry.Skipped<A>>();
    var digest = new Sha256();
    var content = new Sha256();
    try (Stream<Entry<A>> entries = examples.stream()) {
      entries.forEach(
          entry -> {
            switch (entry) {
              case Entry.Example<A>(String key, byte[] image, A annotation) -> {
                keys.add(key);
                annotations.add(annotation);
                contents.add(content.add(image).hex());
                digest.add(key).add(image);
              }
              case Entry.Skipped<A> skip -> skipped.add(skip);
            }
          });
    }
    return new Scan<>(keys, annotations, contents, skipped, digest.hex());
  }
}
