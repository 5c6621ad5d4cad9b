package dev.jclip.model.inference;

import dev.jclip.config.Precision;
import dev.jclip.config.TowerPrecision;
import dev.jclip.model.clip.TowerPart;
import dev.jclip.model.precision.BlockwiseLayers;
import dev.jclip.model.precision.Calibration;
import dev.jclip.model.precision.Candidate;
import dev.jclip.model.precision.ErrorTrial;
import dev.jclip.model.precision.PrecisionChoice;
import dev.jclip.model.precision.PrecisionMemory;
import dev.jclip.model.precision.SpeedTrial;
import dev.jclip.nn.Layers;
import dev.jclip.nn.OnDemandWeights;
import dev.jclip.nn.Parameters;
import dev.jclip.nn.PlainLayers;
import dev.jclip.nn.WeightSource;
import dev.jclip.nn.fast.PackedLayers;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.start.NativeHeap;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A tower that is built when it is first needed, in the precision that was chosen or, if none was,
 * in the one that is measured then; and the owner of its memory. Safe for many threads at once;
 * {@link #close} must not run beside a use.
 */
final class LazyTower<T> implements AutoCloseable {
  private final WeightSource source;
  private final String device;
  private final Builder<T> builder;
  private final Function<T, Tensor> trial;
  private final PrecisionChoice choice;
  private final TowerPart part;
  private final Deque<Runnable> releases = new ArrayDeque<>();
  private @Nullable Built<T> built;

  /**
   * Builds nothing yet.
   *
   * @param trial the embeddings of some inputs, on which precisions are compared
   */
  LazyTower(
      WeightSource source,
      String device,
      Builder<T> builder,
      Function<T, Tensor> trial,
      PrecisionChoice choice,
      TowerPart part) {
    this.source = source;
    this.device = device;
    this.builder = builder;
    this.trial = trial;
    this.choice = choice;
    this.part = part;
  }

  /** Makes a tower of a model's tensors. */
  interface Builder<T> {
    T build(Parameters parameters, Layers layers);
  }

  private record Built<T>(T tower, TowerPrecision precision) {}

  T get() {
    return built().tower();
  }

  /** What the tower computes in; builds it if that must be measured. */
  synchronized TowerPrecision precision() {
    Built<T> tower = built;
    if (tower != null) {
      return tower.precision();
    }
    return switch (choice) {
      case PrecisionChoice.Fixed(Precision precision) -> TowerPrecision.of(precision);
      case PrecisionChoice.Measured(PrecisionMemory memory) ->
          memory.recall(part).orElseGet(() -> built().precision());
    };
  }

  private synchronized Built<T> built() {
    Built<T> tower = built;
    if (tower == null) {
      try (TensorScope _ = TensorScope.inference()) {
        tower = build();
        NativeHeap.trim();
      } catch (RuntimeException | Error e) {
        close();
        throw e;
      }
      built = tower;
    }
    return tower;
  }

  private Built<T> build() {
    return switch (choice) {
      case PrecisionChoice.Fixed(Precision precision) -> build(TowerPrecision.of(precision));
      case PrecisionChoice.Measured(PrecisionMemory memory) ->
          memory.recall(part).map(this::build).orElseGet(() -> buildFastest(memory));
    };
  }

  private Built<T> build(TowerPrecision precision) {
    return new Built<>(build(layers(precision)), precision);
  }

  private T build(Layers layers) {
    var weights = new OnDemandWeights(source, device);
    releases.push(weights::close);
    T tower = NativeHeap.leavingNoHoles(() -> builder.build(weights, layers));
    weights.freeCopies();
    return tower;
  }

  private Layers layers(TowerPrecision precision) {
    if (!device.equals("cpu")) {
      return new PlainLayers();
    }
    var packed = new PackedLayers(precision);
    releases.push(packed::close);
    return packed;
  }

  private Built<T> buildFastest(PrecisionMemory memory) {
    var speed = new SpeedTrial();
    List<float[]> exact = exactEmbeddings(speed);
    List<Double> errors = List.of();
    for (Candidate candidate : Candidate.of(speed.nanos(), speed.blocks())) {
      if (candidate.sparesSome() && errors.isEmpty()) {
        errors = int8Errors();
      }
      TowerPrecision precision = candidate.precision(errors);
      Built<T> tower = build(precision);
      var calibration =
          Calibration.of(precision, exact, embeddings(tower.tower()), speed.milliseconds());
      if (calibration.suffices() || precision.equals(TowerPrecision.EXACT)) {
        memory.remember(part, calibration);
        return tower;
      }
      close();
    }
    throw new IllegalStateException("no candidate is float32");
  }

  private List<Double> int8Errors() {
    var trial = new ErrorTrial();
    exactEmbeddings(trial);
    return trial.errors();
  }

  /** Leaves nothing built. */
  private List<float[]> exactEmbeddings(BlockwiseLayers.Observer observer) {
    var layers = new BlockwiseLayers(observer);
    releases.push(layers::close);
    List<float[]> embeddings = embeddings(build(layers));
    close();
    return embeddings;
  }

  private List<float[]> embeddings(T tower) {
    return List.of(Tensors.rows(trial.apply(tower)));
  }

  @Override
  public void close() {
    releases.forEach(Runnable::run);
    releases.clear();
  }
}
