package dev.jclip.cli;

import dev.jclip.data.table.MissingColumnException;
import dev.jclip.error.ClipException;
import dev.jclip.error.MissingVocabularyException;
import dev.jclip.error.UnknownModelException;
import dev.jclip.search.DamagedIndexException;
import dev.jclip.search.MissingIndexException;
import dev.jclip.search.OtherModelException;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What the library says is wrong, with the command or the option that helps. The library's own
 * messages name none, since other programs have others.
 */
final class OptionHints {
  private OptionHints() {}

  /** A failure's message, with a hint for its kind. */
  static String message(ClipException failure, CommandSpec command) {
    return switch (failure) {
      case MissingColumnException e -> String.valueOf(ColumnHint.of(e, command).getMessage());
      default -> failure.getMessage() + hint(failure);
    };
  }

  private static String hint(ClipException failure) {
    return switch (failure) {
      case MissingIndexException e ->
          "; make one with jclip index --index %s PATH...".formatted(e.index());
      case DamagedIndexException _ -> "; jclip index --repair does both";
      case OtherModelException _ ->
          "; leave --model out to query with it, or use jclip index --migrate to embed them anew";
      case MissingVocabularyException e ->
          "; name one with --tokenizer, or run `jclip pull %s` once, whose files hold CLIP's own"
              .formatted(e.holder());
      case UnknownModelException e when e.nearest().isEmpty() ->
          "; `jclip models` lists those that are known";
      default -> "";
    };
  }
}
