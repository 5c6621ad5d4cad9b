package dev.jclip.train.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.TokenizerException;
import dev.jclip.tokenizer.BpeMerges;
import dev.jclip.tokenizer.BpeTokenizer;
import dev.jclip.tokenizer.BpeTrainer;
import dev.jclip.tokenizer.TextCleaning;
import dev.jclip.tokenizer.Tokenizer;
import dev.jclip.tokenizer.sentencepiece.SentencePieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyTest {
  private static final String TEXT = "a navy blue shirt, unlike the others";

  @TempDir private Path folder;

  private static BpeMerges merges() {
    var trainer = new BpeTrainer(600);
    for (String caption :
        new String[] {"navy blue shirt", "blue jeans", "navy cap", "the blue one"}) {
      trainer.add(caption);
    }
    return trainer.train();
  }

  @Test
  void isWrittenForEachPeerToReadTheSame() {
    Vocabulary vocabulary = Vocabulary.of(merges());
    vocabulary.writeTo(folder, 20);
    Tokenizer own = vocabulary.tokenizer();
    for (Tokenizer read :
        new Tokenizer[] {
          BpeTokenizer.fromHuggingFace(folder),
          BpeTokenizer.fromOpenClip(folder.resolve("bpe_vocab.txt.gz"))
        }) {
      assertThat(read.vocabSize()).isEqualTo(own.vocabSize());
      assertThat(read.tokenize(TEXT, 20).ids()).containsExactly(own.tokenize(TEXT, 20).ids());
    }
  }

  @Test
  void outlivesTheFolderItCameFrom() throws IOException {
    Vocabulary.of(merges()).writeTo(folder, 20);
    Tokenizer tokenizer = BpeTokenizer.load(folder);
    Vocabulary copied = Vocabulary.in(folder, tokenizer);
    Files.delete(folder.resolve("tokenizer.json"));
    Path target = Files.createDirectory(folder.resolve("target"));
    copied.writeTo(target, 20);
    assertThat(BpeTokenizer.load(target).fingerprint()).isEqualTo(tokenizer.fingerprint());
    assertThat(target.resolve("bpe_vocab.txt.gz")).exists();
  }

  @Test
  void modelFilesOfSentencePieceAreKept() throws IOException {
    Path source = Path.of("../core/src/test/resources/dev/jclip/tokenizer/sentencepiece/siglip");
    SentencePieceTokenizer tokenizer = SentencePieceTokenizer.load(source, TextCleaning.AS_WRITTEN);
    Vocabulary.in(source, tokenizer).writeTo(folder, 64);
    assertThat(SentencePieceTokenizer.load(folder, TextCleaning.AS_WRITTEN).fingerprint())
        .isEqualTo(tokenizer.fingerprint());
  }

  @Test
  void aFolderWithoutOneIsNamed() {
    Tokenizer tokenizer = merges().openClipTokenizer();
    assertThatThrownBy(() -> Vocabulary.in(folder, tokenizer))
        .isInstanceOf(TokenizerException.class)
        .hasMessageStartingWith(folder + ": no vocabulary beside the weights; name its list");
  }
}
