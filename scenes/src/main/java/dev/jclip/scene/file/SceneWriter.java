package dev.jclip.scene.file;

import dev.jclip.error.DataException;
import dev.jclip.io.AtomicFile;
import dev.jclip.scene.SceneCaptions;
import dev.jclip.scene.SceneSampler;
import dev.jclip.scene.render.SceneRenderer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * Writes the scenes 0, 1, 2, ... of a sampler, rendered on all processors; the same bytes each
 * time. Immutable.
 */
public final class SceneWriter {
  private static final int AT_ONCE = 64;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final SceneSampler sampler;
  private final SceneRenderer renderer;
  private final LongConsumer progress;
  private final UnaryOperator<SceneSample> finish;

  /**
   * Chooses what is written.
   *
   * @param progress is told how many scenes more are done
   */
  public SceneWriter(SceneSampler sampler, SceneRenderer renderer, LongConsumer progress) {
    this(sampler, renderer, progress, UnaryOperator.identity());
  }

  private SceneWriter(
      SceneSampler sampler,
      SceneRenderer renderer,
      LongConsumer progress,
      UnaryOperator<SceneSample> finish) {
    this.sampler = sampler;
    this.renderer = renderer;
    this.progress = progress;
    this.finish = finish;
  }

  /**
   * Writes the depth of each scene too, as {@code NAME.depth.png}: 16 bits, in millimetres, 0 where
   * there is nothing. Its record then has the camera: the intrinsics, {@code to_scene}, the matrix
   * that makes the scene's coordinates of the camera's, both in metres, and {@code position_unit},
   * what an object's position is in metres.
   */
  public SceneWriter withDepth() {
    return new SceneWriter(sampler, renderer, progress, sample -> sample.withDepth(renderer));
  }

  /**
   * Writes WebDataset shards, {@code scenes-0000.tar} and on, of {@code .png}, {@code .txt} and
   * {@code .json}.
   *
   * @param perShard scenes in one
   * @throws DataException if a shard is there already, or cannot be written
   */
  public void writeShards(Path folder, long count, int perShard) {
    for (long from = 0; from < count; from += perShard) {
      Path shard = folder.resolve("scenes-%04d.tar".formatted(from / perShard));
      long to = Math.min(count, from + perShard);
      long first = from;
      write(shard, out -> tar(out, first, to));
    }
  }

  /**
   * Writes images as files, with {@code metadata.jsonl} (a caption and the whole record of each),
   * and {@code relations.json}: of each relation its caption and the one with the two objects
   * exchanged, as {@code jclip eval caption-selection} reads it.
   *
   * @throws DataException if one of the files is there already, or cannot be written
   */
  public void writeFolder(Path folder, long count) {
    ArrayNode choices = JSON.createArrayNode();
    write(folder.resolve("metadata.jsonl"), out -> pictures(out, folder, count, choices));
    write(folder.resolve("relations.json"), out -> out.write(JSON.writeValueAsBytes(choices)));
  }

  private void pictures(OutputStream metadata, Path folder, long count, ArrayNode choices)
      throws IOException {
    for (SceneSample sample : (Iterable<SceneSample>) samples(0, count)::iterator) {
      String file = sample.name() + ".png";
      write(folder.resolve(file), out -> out.write(sample.png()));
      if (sample.depth().isPresent()) {
        byte[] depth = sample.depth().get();
        write(folder.resolve(sample.name() + ".depth.png"), out -> out.write(depth));
      }
      var line = JSON.createObjectNode().put("file_name", file).put("text", sample.caption());
      line.setAll(sample.record());
      metadata.write((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
      for (SceneCaptions.Choice choice : SceneCaptions.choices(sample.scene())) {
        choices
            .addObject()
            .put("image", file)
            .putArray("captions")
            .add(choice.right())
            .add(choice.swapped());
      }
    }
  }

  private void tar(OutputStream out, long from, long to) throws IOException {
    var tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    for (SceneSample sample : (Iterable<SceneSample>) samples(from, to)::iterator) {
      add(tar, sample.name() + ".png", sample.png());
      if (sample.depth().isPresent()) {
        add(tar, sample.name() + ".depth.png", sample.depth().get());
      }
      add(tar, sample.name() + ".txt", sample.caption().getBytes(StandardCharsets.UTF_8));
      add(tar, sample.name() + ".json", sample.json());
    }
    tar.finish();
  }

  /** In order, some rendered at once. */
  private Stream<SceneSample> samples(long from, long to) {
    return LongStream.iterate(from, first -> first < to, first -> first + AT_ONCE)
        .mapToObj(first -> rendered(first, Math.min(to, first + AT_ONCE)))
        .flatMap(List::stream);
  }

  private List<SceneSample> rendered(long from, long to) {
    List<SceneSample> samples =
        LongStream.range(from, to)
            .parallel()
            .mapToObj(index -> finish.apply(SceneSample.render(sampler, renderer, index)))
            .toList();
    progress.accept(samples.size());
    return samples;
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setModTime(0L); // the same bytes each time
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** A file appears when it is complete, and in no other's place. */
  private static void write(Path file, Content content) {
    try {
      if (Files.exists(file)) {
        throw new DataException(file + ": is there already; choose another folder");
      }
      Files.createDirectories(file.toAbsolutePath().getParent());
      AtomicFile.tryWrite(
          file,
          channel -> {
            var out = new BufferedOutputStream(Channels.newOutputStream(channel));
            content.writeTo(out);
            out.flush();
          });
    } catch (IOException e) {
      throw new DataException("%s: cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }
}
