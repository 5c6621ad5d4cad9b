package dev.jclip.model.precision;

import dev.jclip.config.ClipConfig;
import dev.jclip.config.Precision;
import dev.jclip.config.TowerPrecision;
import dev.jclip.digest.Sha256;
import dev.jclip.error.CheckpointException;
import dev.jclip.io.AtomicFile;
import dev.jclip.io.JsonFields;
import dev.jclip.model.clip.TowerPart;
import dev.jclip.tensor.start.Processor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Remembers what a checkpoint's towers compute in, by processor, in a file beside its weights; or,
 * where that folder is no place for such a file or cannot be written, in the user's cache. What was
 * measured for other weights or by another version counts as nothing, as does a damaged file. Safe
 * for many threads; of two processes that measure at once, the last one's figures stay.
 */
public final class PrecisionFile implements PrecisionMemory {
  private static final Logger LOG = LoggerFactory.getLogger(PrecisionFile.class);
  private static final String NAME = "jclip-precision.json";

  /** Changes whenever precisions are others than those that were measured. */
  private static final int VERSION = 2;

  private final ClipConfig config;

  /** Where the file may be, the preferred place first. */
  private final List<Path> places;

  private final String weights;
  private final String processor;

  private PrecisionFile(ClipConfig config, List<Path> places, String weights, String processor) {
    this.config = config;
    this.places = places;
    this.weights = weights;
    this.processor = processor;
  }

  /**
   * The file of a checkpoint, on this processor: beside the weights where it may lie there.
   *
   * @param folder of the checkpoint
   * @param weightFiles whose names, sizes and times tell whether the file is about them
   * @param cache the user's, where the file goes otherwise
   */
  public static PrecisionFile beside(
      ClipConfig config, Path folder, List<Path> weightFiles, Path cache) {
    Path absolute = folder.toAbsolutePath().normalize();
    Path cached = cached(absolute, cache);
    return of(
        config,
        isPlaceFor(absolute) ? List.of(absolute.resolve(NAME), cached) : List.of(cached),
        weightFiles);
  }

  /** The file of a checkpoint, on this processor, in the user's cache and nowhere else. */
  public static PrecisionFile inCache(
      ClipConfig config, Path folder, List<Path> weightFiles, Path cache) {
    return of(config, List.of(cached(folder.toAbsolutePath().normalize(), cache)), weightFiles);
  }

  private static PrecisionFile of(ClipConfig config, List<Path> places, List<Path> weightFiles) {
    String weights =
        weightFiles.stream().map(PrecisionFile::mark).sorted().collect(Collectors.joining(", "));
    return new PrecisionFile(config, places, weights, Processor.describe());
  }

  private static Path cached(Path folder, Path cache) {
    String digest = new Sha256().add(folder.toString()).hex();
    return cache.resolve("precision").resolve(digest + ".json");
  }

  /**
   * Whether a file that belongs to this machine alone may lie there: neither among sources, from
   * where it would be committed or packed into a jar, nor in a folder that its owner has made
   * read-only.
   */
  private static boolean isPlaceFor(Path folder) {
    return !SourceTree.contains(folder) && isWritable(folder);
  }

  /** By the permissions too, which do not stop a superuser. */
  private static boolean isWritable(Path folder) {
    try {
      return Files.isWritable(folder)
          && Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OWNER_WRITE);
    } catch (UnsupportedOperationException e) {
      return Files.isWritable(folder);
    } catch (IOException e) {
      return false;
    }
  }

  /** Tells one state of a file from another. */
  private static String mark(Path file) {
    try {
      return "%s %d %s"
          .formatted(file.getFileName(), Files.size(file), Files.getLastModifiedTime(file));
    } catch (IOException e) {
      return file.getFileName().toString();
    }
  }

  /**
   * The file's content.
   *
   * @param weights names, sizes and times of the files that were measured
   * @param processors what was measured on each processor
   */
  record Content(int version, String weights, Map<String, Map<TowerPart, Measured>> processors) {
    Content {
      processors = Map.copyOf(processors);
    }

    static Content of(JsonFields file) {
      Map<String, Map<TowerPart, Measured>> processors =
          file.mapOf(
              "processors",
              Function.identity(),
              (towers, processor) -> towers.mapOf(processor, TowerPart::valueOf, Measured::of));
      return new Content(file.requiredInt("version"), file.requiredString("weights"), processors);
    }
  }

  /** What was measured for a tower. */
  record Measured(
      Precision outer,
      List<Precision> blocks,
      double meanCosine,
      double leastCosine,
      Map<Precision, Double> milliseconds) {
    Measured {
      blocks = List.copyOf(blocks);
    }

    static Measured of(JsonFields towers, String part) {
      JsonFields tower = towers.requiredObject(part);
      return new Measured(
          Precision.valueOf(tower.requiredString("outer")),
          tower.requiredStrings("blocks").stream().map(Precision::valueOf).toList(),
          tower.requiredDouble("meanCosine"),
          tower.requiredDouble("leastCosine"),
          tower.mapOf("milliseconds", Precision::valueOf, JsonFields::requiredDouble));
    }

    static Measured of(Calibration calibration) {
      return new Measured(
          calibration.precision().outer(),
          calibration.precision().blocks(),
          calibration.cosines().mean(),
          calibration.cosines().least(),
          calibration.milliseconds());
    }

    TowerPrecision precision() {
      return new TowerPrecision(outer, blocks);
    }
  }

  @Override
  public Optional<TowerPrecision> recall(TowerPart part) {
    return places.stream()
        .flatMap(place -> read(place).stream())
        .findFirst()
        .map(content -> content.processors().getOrDefault(processor, Map.of()).get(part))
        .map(Measured::precision)
        .filter(precision -> fits(precision, part));
  }

  /** Whether a tower of this architecture can be built of it. */
  private boolean fits(TowerPrecision precision, TowerPart part) {
    int blocks = precision.blocks().size();
    return blocks == 0
        || switch (part) {
          case IMAGE ->
              config.vision().blockStack().filter(stack -> stack.layers() == blocks).isPresent();
          case TEXT -> blocks == config.text().layers();
          case CAPTIONS -> false;
        };
  }

  private Optional<Content> read(Path file) {
    try {
      return Optional.of(file)
          .filter(Files::isRegularFile)
          .map(JsonFields::read)
          .map(Content::of)
          .filter(found -> found.version() == VERSION && found.weights().equals(weights));
    } catch (CheckpointException | IllegalArgumentException e) {
      LOG.debug("{}: not read, precisions are measured again", file, e);
      return Optional.empty();
    }
  }

  @Override
  public synchronized void remember(TowerPart part, Calibration calibration) {
    LOG.info("{}: {} is computed in {}", weights, part, calibration.precision());
    for (Path place : places) {
      if (write(place, part, calibration)) {
        return;
      }
    }
  }

  private boolean write(Path file, TowerPart part, Calibration calibration) {
    var processors = new TreeMap<String, Map<TowerPart, Measured>>();
    read(file).ifPresent(content -> processors.putAll(content.processors()));
    var towers = new EnumMap<TowerPart, Measured>(TowerPart.class);
    towers.putAll(processors.getOrDefault(processor, Map.of()));
    towers.put(part, Measured.of(calibration));
    processors.put(processor, towers);
    var content = new Content(VERSION, weights, processors);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      AtomicFile.write(
          file, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(content));
      return true;
    } catch (IOException | CheckpointException e) {
      LOG.debug("{}: cannot be written", file, e);
      return false;
    }
  }
}
