package dev.jclip.tokenizer.sentencepiece;

import dev.jclip.digest.Sha256;
import dev.jclip.error.TokenizerException;
import dev.jclip.tokenizer.TextCleaning;
import dev.jclip.tokenizer.parts.AddedTokens;
import dev.jclip.tokenizer.sentencepiece.SentencePieceTokenizer.Parts;
import dev.jclip.tokenizer.sentencepiece.TokenizerSettings.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Recognises and reads the files of a tokenizer. */
final class SentencePieceFiles {
  /** The largest model files have 5 million bytes. */
  private static final int MAX_MODEL_BYTES = 32 << 20;

  private static final String JSON = "tokenizer.json";
  private static final String SIGLIP_MODEL = "spiece.model";

  /** The names of model files, the one of SigLIP 2 first. */
  private static final List<String> MODELS =
      List.of("tokenizer.model", SIGLIP_MODEL, "sentencepiece.model");

  /** The first byte of a model file: field 1, a message. */
  private static final int PIECES_TAG = 0x0a;

  private SentencePieceFiles() {}

  static boolean isPresent(Path fileOrFolder) {
    if (!Files.isDirectory(fileOrFolder)) {
      return isKnown(fileOrFolder);
    }
    Path json = fileOrFolder.resolve(JSON);
    return Files.exists(json) ? TokenizerFile.isKnown(json) : firstModel(fileOrFolder).isPresent();
  }

  static SentencePieceTokenizer load(Path fileOrFolder, TextCleaning cleaning) {
    boolean isFolder = Files.isDirectory(fileOrFolder);
    Path folder = isFolder ? fileOrFolder : fileOrFolder.toAbsolutePath().getParent();
    if (folder == null) {
      throw new TokenizerException(
          fileOrFolder + ": expected a tokenizer's file or folder, found a root folder");
    }
    TokenizerSettings settings = TokenizerSettings.of(folder);
    Path file = isFolder ? choose(folder, settings.kind()) : fileOrFolder;
    return begin(file) == '{'
        ? fromJson(TokenizerFile.read(file), settings, cleaning)
        : fromModel(SentencePieceModel.parse(file.toString(), bytes(file)), settings, cleaning);
  }

  private static Path choose(Path folder, Kind kind) {
    Path siglip = folder.resolve(SIGLIP_MODEL);
    if (kind == Kind.SIGLIP && Files.exists(siglip)) {
      return siglip;
    }
    Path json = folder.resolve(JSON);
    return Files.exists(json)
        ? json
        : firstModel(folder)
            .orElseThrow(
                () ->
                    new TokenizerException(
                        "%s: expected %s or one of %s, found none"
                            .formatted(folder, JSON, MODELS)));
  }

  private static Optional<Path> firstModel(Path folder) {
    return MODELS.stream().map(folder::resolve).filter(Files::exists).findFirst();
  }

  private static boolean isKnown(Path file) {
    return switch (begin(file)) {
      case '{' -> TokenizerFile.isKnown(file);
      case PIECES_TAG -> file.toString().endsWith(".model");
      default -> false;
    };
  }

  private static int begin(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.read();
    } catch (NoSuchFileException e) {
      throw new TokenizerException(file + ": no such file", e);
    } catch (IOException e) {
      throw new TokenizerException(file + ": cannot be read: " + e, e);
    }
  }

  private static byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_MODEL_BYTES + 1);
      if (bytes.length > MAX_MODEL_BYTES) {
        throw new TokenizerException(
            "%s: expected at most %,d bytes, found more".formatted(file, MAX_MODEL_BYTES));
      }
      return bytes;
    } catch (IOException e) {
      throw new TokenizerException(file + ": cannot be read: " + e, e);
    }
  }

  private static SentencePieceTokenizer fromModel(
      SentencePieceModel model, TokenizerSettings settings, TextCleaning cleaning) {
    var vocabulary = new Vocabulary(model.source());
    for (int id = 0; id < model.pieces().size(); id++) {
      vocabulary.add(model.pieces().get(id).text(), id);
    }
    PieceModel pieces = SentencePieceEncoder.of(model, vocabulary);
    var special = new SpecialIds(settings, vocabulary, List.of());
    boolean isSiglip = settings.kind() == Kind.SIGLIP;
    TextModel text =
        isSiglip
            ? new SiglipText(settings.siglip(), pieces, settings.content("unk_token"))
            : plain(settings, pieces);
    return new SentencePieceTokenizer(
        new Parts(
            cleaning,
            isSiglip ? SiglipText::prepared : UnaryOperator.identity(),
            new AddedTokens(special.added()),
            text,
            special.frame(model.training()),
            vocabulary,
            digest -> addTo(digest, vocabulary, model)));
  }

  private static TextModel plain(TokenizerSettings settings, PieceModel pieces) {
    TextCleaning own =
        settings.kind() == Kind.SIGLIP2 ? TextCleaning.LOWER_CASE : TextCleaning.AS_WRITTEN;
    return (text, first, ids) -> pieces.encode(own.clean(text), ids);
  }

  private static void addTo(Sha256 digest, Vocabulary vocabulary, SentencePieceModel model) {
    vocabulary.addTo(digest);
    model.pieces().forEach(piece -> digest.add(piece.score() + " " + piece.kind()));
  }

  private static SentencePieceTokenizer fromJson(
      TokenizerFile file, TokenizerSettings settings, TextCleaning cleaning) {
    JsonModel model = JsonModel.of(file);
    var special =
        new SpecialIds(
            settings, file.vocabulary(), JsonModel.addedTokens(file.source(), file.rest()));
    return new SentencePieceTokenizer(
        new Parts(
            cleaning,
            UnaryOperator.identity(),
            new AddedTokens(special.added().stream().filter(token -> !token.normalized()).toList()),
            model.text(settings, special.added()),
            special.frame(file),
            file.vocabulary(),
            model::addTo));
  }
}
