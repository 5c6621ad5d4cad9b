package dev.jclip.cli.command.eval;

import dev.jclip.captioning.claim.MentionParser;
import dev.jclip.captioning.claim.Mentions;
import dev.jclip.eval.metric.caption.Statement;
import dev.jclip.eval.task.CaptionReader;
import java.util.ArrayList;
import java.util.Set;

/** Reads English captions by the vocabulary of the claims, and by the names of a data set. */
record EnglishCaptions(MentionParser parser) implements CaptionReader {
  /** Knows things by these names too. */
  static CaptionReader knowing(Set<String> names) {
    return new EnglishCaptions(MentionParser.english().knowing(names));
  }

  @Override
  public Statement read(String caption) {
    Mentions mentions = parser.mentions(caption);
    var things = new ArrayList<Statement.Thing>();
    var firsts = new ArrayList<Integer>();
    for (Mentions.Thing thing : mentions.things()) {
      firsts.add(things.size());
      for (int i = 0; i < Math.max(1, thing.number()); i++) {
        things.add(new Statement.Thing(thing.name(), thing.colour()));
      }
    }
    return new Statement(
        things,
        mentions.relations().stream()
            .map(
                relation ->
                    new Statement.Relation(
                        firsts.get(relation.subject()),
                        relation.name(),
                        firsts.get(relation.object())))
            .toList());
  }

  @Override
  public boolean agree(String name, String other) {
    return parser.agree(name, other);
  }
}
