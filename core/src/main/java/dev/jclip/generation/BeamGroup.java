package dev.jclip.generation;

import java.util.ArrayList;
import java.util.List;

/** Beams of one input that are ranked among themselves, and the best texts that ended. */
final class BeamGroup {
  private final TokenRules rules;
  private final int size;
  private final List<GeneratedText> ended = new ArrayList<>();
  private List<Beginning> beams;
  private boolean done;

  /** Begins with a prefix. */
  BeamGroup(TokenRules rules, int size, List<Integer> prefix) {
    this.rules = rules;
    this.size = size;
    beams = List.of(Beginning.of(prefix));
  }

  /** The beams that are gone on with; none when the group is done. */
  List<Beginning> beams() {
    return beams;
  }

  /**
   * Goes on by one token.
   *
   * @param scores for each beam the score of each token
   * @param logProbabilities for each beam the log probability of each token
   * @return for each new beam, which of those before it goes on from
   */
  List<Integer> take(List<float[]> scores, List<TokenProbabilities> logProbabilities) {
    LargestScores candidates = LargestScores.of(sums(scores), 2 * size);
    var open = new ArrayList<Beginning>();
    var origins = new ArrayList<Integer>();
    int vocabulary = scores.getFirst().length;
    for (int rank = 0; rank < candidates.count() && open.size() < size; rank++) {
      int beam = candidates.place(rank) / vocabulary;
      int token = candidates.place(rank) % vocabulary;
      Beginning longer =
          beams.get(beam).with(token, candidates.score(rank), logProbabilities.get(beam).of(token));
      if (!rules.ends(token)) {
        open.add(longer);
        origins.add(beam);
      } else if (rank < size) {
        keep(longer, true);
      }
    }
    int length = beams.getFirst().length() + 1;
    done = isDone(candidates, length);
    beams = done ? List.of() : open;
    if (length >= rules.options().longest()) {
      end();
    }
    return beams.isEmpty() ? List.of() : origins;
  }

  /** Each token's score on top of its beam's. */
  private List<float[]> sums(List<float[]> scores) {
    var sums = new ArrayList<float[]>(scores.size());
    for (int beam = 0; beam < scores.size(); beam++) {
      float before = beams.get(beam).score();
      float[] row = scores.get(beam).clone();
      for (int token = 0; token < row.length; token++) {
        row[token] += before;
      }
      sums.add(row);
    }
    return sums;
  }

  /** Whether no beam can become better than the worst text that is kept. */
  private boolean isDone(LargestScores candidates, int length) {
    if (candidates.count() == 0) {
      return true;
    }
    return ended.size() >= size && worst().score() >= (double) candidates.score(0) / length;
  }

  private GeneratedText worst() {
    GeneratedText worst = ended.getFirst();
    for (GeneratedText text : ended) {
      worst = text.score() < worst.score() ? text : worst;
    }
    return worst;
  }

  private void keep(Beginning text, boolean complete) {
    double score = (double) text.score() / text.length();
    if (ended.size() == size) {
      GeneratedText worst = worst();
      if (score <= worst.score()) {
        return;
      }
      ended.remove(worst);
    }
    ended.add(new GeneratedText(text.ids(), text.logProbability(), score, complete));
  }

  /** Keeps the beams as they are. */
  private void end() {
    beams.forEach(beam -> keep(beam, false));
    beams = List.of();
    done = true;
  }

  /** The texts that ended, in no order. */
  List<GeneratedText> ended() {
    return ended;
  }
}
