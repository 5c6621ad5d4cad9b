package dev.jclip.grounding.table;

import dev.jclip.detect.Box;
import dev.jclip.grounding.view.Sighting;
import dev.jclip.grounding.view.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/** A table as a detector and CLIP see it, with their mistakes. A sighting has its thing's id. */
public final class TableView implements View {
  private final Table table;
  private final Noise noise;
  private final long seed;
  private final Map<String, List<Sighting>> found = new HashMap<>();

  /**
   * Mistakes.
   *
   * @param missed the share of things that are not found
   * @param spurious how many things are found in each look at a noun that are not there
   * @param jitter of each side of a box, as a share of its size
   * @param doubt how much scores vary, in log odds
   * @param inSpace whether volumes are known
   */
  public record Noise(
      double missed, double spurious, double jitter, double doubt, boolean inSpace) {
    public static final Noise NONE = new Noise(0, 0, 0, 0, false);
    public static final Noise MUCH = new Noise(0.02, 0.05, 0.04, 1, false);
  }

  public TableView(Table table, Noise noise, long seed) {
    this.table = table;
    this.noise = noise;
    this.seed = seed;
  }

  @Override
  public int width() {
    return Table.SIDE;
  }

  @Override
  public int height() {
    return Table.SIDE;
  }

  @Override
  public List<Sighting> find(String noun) {
    return found.computeIfAbsent(noun, this::look);
  }

  @Override
  public List<Sighting> everything() {
    return table.things().stream()
        .filter(this::isSeen)
        .map(thing -> sighting(thing, thing.noun()))
        .toList();
  }

  @Override
  public Optional<Sighting> again(Sighting earlier) {
    return find(earlier.noun()).stream().filter(now -> now.id() == earlier.id()).findFirst();
  }

  private List<Sighting> look(String noun) {
    var sightings = new ArrayList<Sighting>();
    for (Thing thing : table.things()) {
      if (isSeen(thing) && (noise.doubt() > 0 || noun.equals(thing.noun()))) {
        sightings.add(sighting(thing, noun));
      }
    }
    Random random = random(noun, "spurious");
    if (random.nextDouble() < noise.spurious()) {
      double x = random.nextDouble() * width();
      double y = random.nextDouble() * height();
      sightings.add(
          new Sighting(
              100 + Table.NOUNS.indexOf(noun),
              noun,
              sigmoid(-1.5 + noise.doubt() * random.nextGaussian()),
              Box.around(x, y, 60, 60),
              Optional.empty()));
    }
    return sightings;
  }

  private boolean isSeen(Thing thing) {
    return random(thing.id(), "missed").nextDouble() >= noise.missed();
  }

  private Sighting sighting(Thing thing, String noun) {
    double score = noun.equals(thing.noun()) ? 2.5 : -3;
    return new Sighting(
        thing.id(),
        noun,
        sigmoid(
            (noise.doubt() > 0 ? 1 : 3) * score
                + noise.doubt() * random(thing.id(), noun).nextGaussian()),
        jittered(table.box(thing), random(thing.id(), "box")),
        noise.inSpace() ? Optional.of(table.volume(thing)) : Optional.empty());
  }

  private Box jittered(Box box, Random random) {
    return Box.around(
        box.centerX() + noise.jitter() * box.width() * random.nextGaussian(),
        box.centerY() + noise.jitter() * box.height() * random.nextGaussian(),
        box.width() * Math.exp(noise.jitter() * random.nextGaussian()),
        box.height() * Math.exp(noise.jitter() * random.nextGaussian()));
  }

  /** Phrases are a word and a noun; the word is right or wrong of the thing. */
  @Override
  public double[] compare(Sighting object, List<String> phrases) {
    double[] logits = phrases.stream().mapToDouble(phrase -> logit(object, phrase)).toArray();
    double most = Arrays.stream(logits).max().orElse(0);
    double[] weights = Arrays.stream(logits).map(logit -> Math.exp(logit - most)).toArray();
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> weight / sum).toArray();
  }

  private double logit(Sighting object, String phrase) {
    String word = phrase.substring(0, Math.max(0, phrase.indexOf(' ')));
    boolean isRight =
        table.things().stream()
            .filter(thing -> thing.id() == object.id())
            .anyMatch(
                thing ->
                    word.equals(thing.colour())
                        || word.equals(thing.material())
                        || word.equals(thing.size()));
    double sure = noise.doubt() == 0 ? 8 : word.equals("large") || word.equals("small") ? 2 : 4;
    return (isRight ? sure : 0) + noise.doubt() * random(object.id(), word).nextGaussian();
  }

  private Random random(Object... key) {
    var random = new Random(seed * 1_000_003 + Objects.hash(key));
    random.nextInt();
    return random;
  }

  private static double sigmoid(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }
}
