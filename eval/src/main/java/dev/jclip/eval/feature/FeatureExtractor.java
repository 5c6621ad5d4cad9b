package dev.jclip.eval.feature;

import dev.jclip.data.Entry;
import dev.jclip.data.Examples;
import dev.jclip.digest.Sha256;
import dev.jclip.eval.feature.FeatureCache.Kind;
import dev.jclip.eval.feature.FeatureCache.Stored;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes a model's features of data sets and texts, or finds them on disk from an earlier task:
 * then no image is decoded. For one thread.
 */
public final class FeatureExtractor {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureExtractor.class);

  private final FeatureModel model;
  private final FeatureCache cache;
  private final int batchSize;
  private final FeatureListener listener;

  /**
   * Uses a model.
   *
   * @param folder where features are kept; made when needed
   * @param batchSize how many images or texts are computed together, 1 or more
   */
  public FeatureExtractor(
      FeatureModel model, Path folder, int batchSize, FeatureListener listener) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize: expected 1 or more, found " + batchSize);
    }
    this.model = model;
    this.cache = new FeatureCache(folder);
    this.batchSize = batchSize;
    this.listener = listener;
  }

  /** The model. */
  public FeatureModel model() {
    return model;
  }

  /**
   * Identifies a data set: a SHA-256, in hexadecimal, over its images, their keys and what is known
   * of them. Reads all images, and decodes none.
   */
  public String fingerprint(Examples<?> examples) {
    return Scan.of(examples).wholeFingerprint();
  }

  /**
   * The features of all images of a data set.
   *
   * @param name the data set's name
   */
  public <A> ImageFeatures<A> images(String name, Examples<A> examples) {
    Scan<A> scan = Scan.of(examples);
    Stored stored =
        stored(
            new FeatureCache.Key(Kind.IMAGES, model.fingerprint(), scan.fingerprint()),
            scan.keys().size(),
            () -> ImageVectors.of(examples, model, batchSize, listener));
    return joined(name, scan, stored);
  }

  private static <A> ImageFeatures<A> joined(String name, Scan<A> scan, Stored stored) {
    Map<Integer, String> failures = stored.failures();
    var keys = new ArrayList<String>();
    var annotations = new ArrayList<A>();
    var contents = new ArrayList<String>();
    var skipped = new ArrayList<>(scan.skipped());
    for (int i = 0; i < scan.keys().size(); i++) {
      String key = scan.keys().get(i);
      String failure = failures.get(i);
      if (failure == null) {
        keys.add(key);
        annotations.add(scan.annotations().get(i));
        contents.add(scan.contents().get(i));
      } else {
        skipped.add(new Entry.Skipped<>(key, failure));
      }
    }
    return new ImageFeatures<>(
        name, keys, annotations, contents, stored.vectors(), skipped, scan.fingerprint());
  }

  /** The features of texts: one vector of any norm for each, in order. */
  public List<float[]> texts(List<String> texts) {
    var digest = new Sha256();
    texts.forEach(digest::add);
    return stored(
            new FeatureCache.Key(Kind.TEXTS, model.fingerprint(), digest.hex()),
            texts.size(),
            () -> new Stored(encode(texts), Map.of()))
        .vectors();
  }

  private List<float[]> encode(List<String> texts) {
    var vectors = new ArrayList<float[]>(texts.size());
    for (int from = 0; from < texts.size(); from += batchSize) {
      List<String> batch = texts.subList(from, Math.min(texts.size(), from + batchSize));
      vectors.addAll(FiniteVectors.require(model.textFeatures(batch), batch));
      listener.advanced(batch.size());
    }
    return vectors;
  }

  private Stored stored(FeatureCache.Key key, int count, Supplier<Stored> maker) {
    String what = key.kind() == Kind.IMAGES ? "images" : "texts";
    Optional<Stored> found = cache.find(key);
    if (found.isPresent()) {
      listener.reused(what, count);
      return found.get();
    }
    int others = cache.othersWith(key);
    if (others > 0) {
      LOG.info(
          "features of these {} are cached for {} other checkpoint(s), but not for this one, whose fingerprint is {}; computing them",
          what,
          others,
          key.model());
    }
    listener.begins(what, count);
    try {
      Stored made = maker.get();
      cache.store(key, made);
      return made;
    } finally {
      listener.ends();
    }
  }
}
