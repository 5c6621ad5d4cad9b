package dev.jclip.cli.input;

import dev.jclip.cli.input.Inputs.Input;
import dev.jclip.data.shard.ShardList;
import dev.jclip.data.table.TableFile;
import dev.jclip.search.source.Finding;
import dev.jclip.search.source.Findings;
import dev.jclip.search.source.PictureSource;
import dev.jclip.search.source.PictureSources;
import dev.jclip.search.source.TableColumns;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * What stands on the command line as images, of which shards and tables are read as they are asked
 * for. For one thread; close it.
 */
public final class StoredInputs implements Iterator<Input>, AutoCloseable {
  private final Deque<Part> parts = new ArrayDeque<>();
  private Iterator<Input> current = List.<Input>of().iterator();
  private @Nullable Findings open;

  /** Images that are listed already, or a source to look through. */
  private sealed interface Part {
    record Listed(List<Input> inputs) implements Part {}

    record Stored(PictureSource source) implements Part {}
  }

  private StoredInputs() {}

  /**
   * Expands arguments, in their order: shards and patterns of them, tables, and what {@link Inputs}
   * knows.
   *
   * @throws dev.jclip.error.DataException if a pattern matches no shard
   */
  public static StoredInputs expand(
      List<String> arguments, InputStream stdin, TableColumns columns) {
    var inputs = new StoredInputs();
    for (String argument : arguments) {
      if (isStored(argument)) {
        PictureSources.of(List.of(argument), columns)
            .forEach(source -> inputs.parts.add(new Part.Stored(source)));
      } else {
        inputs.parts.add(new Part.Listed(Inputs.expand(List.of(argument), stdin)));
      }
    }
    return inputs;
  }

  private static boolean isStored(String argument) {
    try {
      Path path = Path.of(argument);
      if (Files.isRegularFile(path)) {
        return ShardList.isShard(path) || TableFile.isNamed(path);
      }
      return !Files.exists(path)
          && ShardList.isPattern(argument)
          && (ShardList.isShard(path) || argument.endsWith("}"));
    } catch (InvalidPathException _) {
      return false;
    }
  }

  /** How many images there are, or -1 where that is known only at the end. */
  public long count() {
    long count = 0;
    for (Part part : parts) {
      switch (part) {
        case Part.Listed listed -> count += listed.inputs().size();
        case Part.Stored _ -> {
          return -1;
        }
      }
    }
    return count;
  }

  @Override
  public boolean hasNext() {
    while (!current.hasNext() && !parts.isEmpty()) {
      close();
      switch (parts.remove()) {
        case Part.Listed listed -> current = listed.inputs().iterator();
        case Part.Stored stored -> {
          Findings findings = stored.source().find();
          open = findings;
          current = inputs(findings);
        }
      }
    }
    return current.hasNext();
  }

  @Override
  public Input next() {
    if (!hasNext()) {
      throw new NoSuchElementException("there are no more inputs");
    }
    return current.next();
  }

  private static Iterator<Input> inputs(Findings findings) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return findings.hasNext();
      }

      @Override
      public Input next() {
        return switch (findings.next()) {
          case Finding.Picture picture ->
              new Input.Stored(picture.id(), () -> picture.content().read().file());
          case Finding.Fault(String id, String reason) -> new Input.Nothing(id, reason);
          case Finding.Missing(String id, String reason) -> new Input.Nothing(id, reason);
        };
      }
    };
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
