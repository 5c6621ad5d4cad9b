package dev.jclip.eval.task;

import dev.jclip.data.DescribedSet;
import dev.jclip.data.DescribedSet.Description;
import dev.jclip.embed.Embeddings;
import dev.jclip.error.DataException;
import dev.jclip.eval.feature.FeatureExtractor;
import dev.jclip.eval.feature.ImageFeatures;
import dev.jclip.eval.metric.HitRate;
import dev.jclip.eval.metric.caption.CaptionPair;
import dev.jclip.eval.metric.caption.ClipScore;
import dev.jclip.eval.metric.caption.MentionCounts;
import dev.jclip.eval.metric.caption.Statement;
import dev.jclip.eval.statistics.BootstrapOptions;
import dev.jclip.eval.statistics.Figure;
import dev.jclip.eval.statistics.Metric;
import dev.jclip.eval.task.CaptionResult.Scores;
import dev.jclip.eval.task.CaptionSource.Candidates;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Captions against those that people wrote, against their images as another model sees them, and
 * against what is known of the images. For one thread at a time, as its extractor is.
 */
public final class CaptionTask {
  /** As CLIPScore's paper has it (arXiv 2104.08718, section 3.1). */
  private static final String JUDGED = "A photo depicts ";

  private final FeatureExtractor judge;
  private final BootstrapOptions options;
  private final KnownFields fields;
  private final Function<Set<String>, CaptionReader> readers;

  /**
   * Makes an evaluation.
   *
   * @param judge whose similarities CLIPScore is made of
   * @param fields where the data set says what is in the images
   * @param readers makes a reader of captions that knows the names of the things that are there
   */
  public CaptionTask(
      FeatureExtractor judge,
      BootstrapOptions options,
      KnownFields fields,
      Function<Set<String>, CaptionReader> readers) {
    this.judge = judge;
    this.options = options;
    this.fields = fields;
    this.readers = readers;
  }

  /**
   * Evaluates captions.
   *
   * @throws DataException if no image can be read, one has no caption, or what is said to be known
   *     of one is not understood
   */
  public CaptionResult evaluate(DescribedSet set, CaptionSource source) {
    ImageFeatures<Description> all = judge.images(set.name(), set.examples());
    Candidates candidates = source.captions(set, all.keys());
    boolean[] answered = new boolean[all.size()];
    Set<Integer> withheld = new HashSet<>();
    for (int i = 0; i < answered.length; i++) {
      answered[i] = !candidates.withheld().contains(all.keys().get(i));
      if (!answered[i]) {
        withheld.add(i);
      }
    }
    ImageFeatures<Description> pictures = all.without(withheld);
    if (pictures.size() == 0) {
      throw new DataException(
          "%s: expected images with captions, found none that can be read; %d entries were skipped, the captions of %d need a person"
              .formatted(set.name(), all.skipped().size(), withheld.size()));
    }
    List<Optional<Statement>> known =
        IntStream.range(0, pictures.size())
            .mapToObj(i -> fields.read(pictures.keys().get(i), pictures.annotations().get(i)))
            .toList();
    List<String> captions =
        pictures.keys().stream()
            .map(key -> caption(set.name(), key, candidates.captions()))
            .toList();
    List<CaptionPair> pairs =
        IntStream.range(0, captions.size())
            .mapToObj(
                i -> CaptionPair.of(captions.get(i), pictures.annotations().get(i).captions()))
            .toList();
    List<Scores> scores = scores(pictures, captions);
    List<MentionCounts> mentions = mentions(captions, known);
    return new CaptionResult(
        pictures,
        captions,
        scores,
        mentions,
        figures(CaptionFigures.of(pairs, scores, mentions), answered),
        judge.model().fingerprint());
  }

  /** The figures, and the share of images that have any, where it is not all. */
  private List<Figure> figures(List<Metric> metrics, boolean[] answered) {
    var figures = new ArrayList<>(Figure.of(metrics, options));
    Metric share = HitRate.of("answered", answered);
    if (share.value() < 1) {
      figures.addAll(Figure.of(List.of(share), options));
    }
    return figures;
  }

  private static String caption(String set, String key, Map<String, String> captions) {
    String caption = captions.get(key);
    if (caption == null) {
      throw new DataException(
          "%s: expected a caption of each image, found none of %s among %d"
              .formatted(set, key, captions.size()));
    }
    return caption;
  }

  private List<Scores> scores(ImageFeatures<Description> pictures, List<String> captions) {
    List<List<String>> references =
        pictures.annotations().stream().map(Description::captions).toList();
    List<float[]> images = Embeddings.normalizeAll(pictures.vectors());
    List<float[]> candidates = vectors(captions);
    List<float[]> others = vectors(references.stream().flatMap(List::stream).toList());
    var scores = new ArrayList<Scores>();
    int from = 0;
    for (int i = 0; i < captions.size(); i++) {
      List<float[]> own = others.subList(from, from + references.get(i).size());
      from += own.size();
      scores.add(
          new Scores(
              ClipScore.of(images.get(i), candidates.get(i)),
              ClipScore.withReferences(images.get(i), candidates.get(i), own)));
    }
    return scores;
  }

  private List<float[]> vectors(List<String> texts) {
    return Embeddings.normalizeAll(judge.texts(texts.stream().map(JUDGED::concat).toList()));
  }

  /** A relation of a kind that the data set never says is neither right nor wrong. */
  private List<MentionCounts> mentions(List<String> captions, List<Optional<Statement>> known) {
    if (known.stream().allMatch(Optional::isEmpty)) {
      return List.of();
    }
    Set<String> names =
        known.stream()
            .flatMap(Optional::stream)
            .flatMap(statement -> statement.things().stream())
            .map(Statement.Thing::name)
            .collect(Collectors.toSet());
    Set<String> relations =
        known.stream()
            .flatMap(Optional::stream)
            .flatMap(statement -> statement.relations().stream())
            .map(Statement.Relation::name)
            .collect(Collectors.toSet());
    CaptionReader reader = readers.apply(names);
    return IntStream.range(0, captions.size())
        .mapToObj(
            i ->
                known
                    .get(i)
                    .map(
                        there ->
                            MentionCounts.of(
                                reader.read(captions.get(i)).onlyRelations(relations),
                                there,
                                reader::agree))
                    .orElse(MentionCounts.NONE))
        .toList();
  }
}
