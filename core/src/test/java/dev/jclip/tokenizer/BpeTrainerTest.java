package dev.jclip.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.tokenizer.parts.VocabularyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BpeTrainerTest {
  private static BpeMerges train(List<String> captions, int vocabSize) {
    BpeTrainer trainer = new BpeTrainer(vocabSize);
    captions.forEach(trainer::add);
    return trainer.train();
  }

  @Test
  void learnsTheVocabularyThatThePeersHaveRead(@TempDir Path folder) throws IOException {
    List<String> captions = new ArrayList<>(SyntheticCaptions.list());
    Collections.shuffle(captions, new Random(3));
    BpeMerges merges = train(captions, 700);
    assertThat(merges.vocabSize()).isEqualTo(700);

    merges.writeMergesFile(folder.resolve("new/bpe.txt.gz"));
    assertThat(VocabularyFiles.text(folder.resolve("new/bpe.txt.gz")))
        .isEqualTo(VocabularyFiles.text(Goldens.merges()));

    merges.writeHuggingFace(folder.resolve("hf"), 77);
    try (var expected = Files.list(Goldens.huggingFaceFolder())) {
      for (Path file : expected.toList()) {
        assertThat(folder.resolve("hf").resolve(file.getFileName().toString()))
            .hasSameTextualContentAs(file);
      }
    }
    try (var written = Files.list(folder.resolve("hf"))) {
      assertThat(written).hasSize(5);
    }
  }

  @Test
  void whatItWritesReadsBackAlike(@TempDir Path folder) {
    BpeMerges merges = train(SyntheticCaptions.list(), 640);
    merges.writeMergesFile(folder.resolve("bpe.txt.gz"));
    merges.writeHuggingFace(folder.resolve("hf"), 77);
    Tokenizer original = merges.openClipTokenizer();
    Tokenizer file = BpeTokenizer.load(folder.resolve("bpe.txt.gz"));
    Tokenizer huggingFace = BpeTokenizer.load(folder.resolve("hf"));
    for (String caption : SyntheticCaptions.list()) {
      int[] ids = original.tokenize(caption, 77).ids();
      assertThat(file.tokenize(caption, 77).ids()).isEqualTo(ids);
      assertThat(huggingFace.tokenize(caption, 77).ids()).isEqualTo(ids);
    }
  }

  @Test
  void endsWhenNoPairOccursTwice() {
    assertThat(train(List.of("ab ab", "xy"), 1000).vocabSize())
        .isEqualTo(BpeTrainer.MIN_VOCAB_SIZE + 1);
    assertThat(train(List.of(), 1000).vocabSize()).isEqualTo(BpeTrainer.MIN_VOCAB_SIZE);
  }

  @Test
  void refusesAVocabularyWithoutRoomForTheBytes() {
    assertThatThrownBy(() -> new BpeTrainer(513))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("vocabSize: expected at least 514, found 513");
  }

  @Test
  void mergesEqualThoseOfRecountingEveryTime() {
    Random random = new Random(11);
    Map<String, Long> words = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      StringBuilder word = new StringBuilder();
      for (int length = 1 + random.nextInt(9); length > 0; length--) {
        word.append((char) ('a' + random.nextInt(4)));
      }
      words.merge(word.toString(), 1L + random.nextInt(5), Long::sum);
    }
    assertThat(new MergeLearner(words).learn(400)).isEqualTo(recounting(words, 400));
  }

  private static List<MergeRule> recounting(Map<String, Long> words, int limit) {
    List<String> pieces = new ArrayList<>(ByteAlphabet.pieces());
    Map<List<String>, Long> split = new HashMap<>();
    words.forEach((word, count) -> split.put(split(word), count));
    List<MergeRule> merges = new ArrayList<>();
    Set<MergeRule> skipped = new HashSet<>();
    while (merges.size() < limit) {
      Map<MergeRule, Long> counts = new HashMap<>();
      split.forEach(
          (word, count) -> {
            for (int i = 0; i + 1 < word.size(); i++) {
              counts.merge(new MergeRule(word.get(i), word.get(i + 1)), count, Long::sum);
            }
          });
      counts.keySet().removeAll(skipped);
      counts.values().removeIf(count -> count < 2);
      if (counts.isEmpty()) {
        break;
      }
      MergeRule best = best(counts, pieces);
      if (pieces.contains(best.merged())) {
        skipped.add(best);
        continue;
      }
      merges.add(best);
      pieces.add(best.merged());
      Map<List<String>, Long> joined = new HashMap<>();
      split.forEach((word, count) -> joined.put(join(word, best), count));
      split.clear();
      split.putAll(joined);
    }
    return merges;
  }

  private static List<String> split(String word) {
    List<String> pieces = new ArrayList<>(List.of(word.split("")));
    pieces.set(pieces.size() - 1, pieces.getLast() + ByteAlphabet.END_OF_WORD);
    return pieces;
  }

  private static MergeRule best(Map<MergeRule, Long> counts, List<String> pieces) {
    long most = Collections.max(counts.values());
    return counts.keySet().stream()
        .filter(merge -> counts.getOrDefault(merge, 0L) == most)
        .min(
            (a, b) ->
                a.left().equals(b.left())
                    ? Integer.compare(pieces.indexOf(a.right()), pieces.indexOf(b.right()))
                    : Integer.compare(pieces.indexOf(a.left()), pieces.indexOf(b.left())))
        .orElseThrow();
  }

  private static List<String> join(List<String> word, MergeRule merge) {
    List<String> joined = new ArrayList<>(word);
    for (int i = 0; i + 1 < joined.size(); i++) {
      if (joined.get(i).equals(merge.left()) && joined.get(i + 1).equals(merge.right())) {
        joined.set(i, merge.merged());
        joined.remove(i + 1);
      }
    }
    return joined;
  }
}
