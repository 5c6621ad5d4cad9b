package dev.jclip.cli.command.search;

import dev.jclip.Clip;
import dev.jclip.cli.option.ModelOptions;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.search.lucene.LuceneIndex;
import dev.jclip.search.lucene.VectorStorage;
import dev.jclip.search.update.ModelEmbedder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The model, loaded when it is first needed: an index that is up to date needs none. */
final class LazyEmbedder implements AutoCloseable {
  private final ModelOptions model;
  private final OutputOptions output;
  private @Nullable Clip clip;
  private @Nullable ModelEmbedder loaded;

  LazyEmbedder(ModelOptions model, OutputOptions output) {
    this.model = model;
    this.output = output;
  }

  /** The model of the option, or another one where it was not given. */
  ModelEmbedder get(String nameWithoutOption) {
    if (loaded == null) {
      String name = absolute(model.nameOr(nameWithoutOption));
      clip = model.load(name, output);
      loaded = new ModelEmbedder(clip, name);
    }
    return loaded;
  }

  /** A model's folder by its whole path, so that it is found from any other one. */
  private static String absolute(String name) {
    Path path = Path.of(name);
    return Files.exists(path) ? path.toAbsolutePath().normalize().toString() : name;
  }

  /** Opens an index, or makes one of the model of the option or the default. */
  LuceneIndex openOrCreate(Path folder, VectorStorage storageOfNew) {
    return openOrCreate(folder, storageOfNew, model.name());
  }

  /** Opens an index, or makes one of the model of the option, or of another one without it. */
  LuceneIndex openOrCreate(Path folder, VectorStorage storageOfNew, String nameWithoutOption) {
    return LuceneIndex.exists(folder)
        ? LuceneIndex.open(folder)
        : LuceneIndex.create(folder, get(nameWithoutOption).model(), storageOfNew);
  }

  @Override
  public void close() {
    if (clip != null) {
      clip.close();
    }
  }
}
