package dev.jclip.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BpeTokenizerTest {
  private static final BpeTokenizer TOKENIZER = BpeTokenizer.fromOpenClip(Goldens.merges());

  @Test
  void cutsToTheContextLengthAndKeepsTheEndToken() {
    TokenizedText whole = TOKENIZER.tokenize("a photo of a red lantern", 77);
    assertThat(whole.truncated()).isFalse();
    assertThat(whole.tokenCount()).isEqualTo(whole.ids().length);

    TokenizedText exact = TOKENIZER.tokenize(whole.text(), whole.tokenCount());
    assertThat(exact.truncated()).isFalse();
    assertThat(exact.ids()).isEqualTo(whole.ids());

    TokenizedText cut = TOKENIZER.tokenize(whole.text(), 4);
    assertThat(cut.truncated()).isTrue();
    assertThat(cut.tokenCount()).isEqualTo(whole.tokenCount());
    assertThat(cut.ids())
        .containsExactly(
            TOKENIZER.sotToken(), whole.ids()[1], whole.ids()[2], TOKENIZER.eotToken());
  }

  @Test
  void shortestContextHoldsStartAndEnd() {
    assertThat(TOKENIZER.tokenize("a photo", 2).ids())
        .containsExactly(TOKENIZER.sotToken(), TOKENIZER.eotToken());
    assertThatThrownBy(() -> TOKENIZER.tokenize("a photo", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("contextLength: expected at least 2")
        .hasMessageContaining("found 1");
  }

  @Test
  void decodesWhatItEncodedUpToTheEnd() {
    int[] row = TOKENIZER.tokenize("A red  Café, 日本 🎉", 77).padded(77, TOKENIZER.padToken());
    assertThat(TOKENIZER.decode(row)).isEqualTo("a red café , 日本 🎉");
    assertThat(TOKENIZER.decode()).isEmpty();
  }

  @Test
  void spellsPieces() {
    int[] ids = TOKENIZER.tokenize("é the", 77).ids();
    assertThat(TOKENIZER.pieces(ids))
        .containsExactly("<start_of_text>", "Ã©</w>", "the</w>", "<end_of_text>");
    assertThatThrownBy(() -> TOKENIZER.pieces(700))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 700");
  }

  @Test
  void loneSurrogatesBecomeReplacementCharacters() {
    BpeTokenizer huggingFace = BpeTokenizer.fromHuggingFace(Goldens.huggingFaceFolder());
    for (Tokenizer tokenizer : List.of(TOKENIZER, huggingFace)) {
      assertThat(tokenizer.tokenize("a\ud83d b\ude00\ud83d", 77).ids())
          .isEqualTo(tokenizer.tokenize("a\ufffd b\ufffd\ufffd", 77).ids());
    }
  }

  @Test
  void manyThreadsGetTheIdsOfOne() throws InterruptedException, ExecutionException {
    List<String> captions =
        Stream.concat(
                SyntheticCaptions.list().stream(),
                IntStream.range(0, 40_000).mapToObj(i -> "word" + Integer.toString(i, 36)))
            .toList();
    List<List<Integer>> expected = ids(BpeTokenizer.fromOpenClip(Goldens.merges()), captions);
    BpeTokenizer shared = BpeTokenizer.fromOpenClip(Goldens.merges());
    try (var pool = Executors.newFixedThreadPool(8)) {
      List<Future<List<List<Integer>>>> results =
          IntStream.range(0, 8).mapToObj(i -> pool.submit(() -> ids(shared, captions))).toList();
      for (Future<List<List<Integer>>> result : results) {
        assertThat(result.get().equals(expected)).isTrue();
      }
    }
  }

  @Test
  void longWordsAreNotQuadratic() {
    TokenizedText text = TOKENIZER.tokenize("ab".repeat(200_000), 77);
    assertThat(text.ids()).hasSize(77);
    assertThat(text.tokenCount()).isGreaterThan(100_000);
  }

  private static List<List<Integer>> ids(Tokenizer tokenizer, List<String> captions) {
    return captions.stream()
        .map(caption -> IntStream.of(tokenizer.tokenize(caption, 77).ids()).boxed().toList())
        .toList();
  }
}
