package dev.jclip.cli.command.eval;

import dev.jclip.captioning.claim.MentionParser;
import dev.jclip.captioning.claim.Mentions;
import dev.jclip.eval.metric.caption.Statement;
import dev.jclip.eval.task.CaptionReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Reads English captions by the vocabulary of the claims, and by the names of a data set. */
final class EnglishCaptions implements CaptionReader {
  private final MentionParser parser;
  private final Predicate<String> counts;

  private EnglishCaptions(MentionParser parser, Predicate<String> counts) {
    this.parser = parser;
    this.counts = counts;
  }

  /** Counts what the vocabulary has and what has one of these names. */
  static CaptionReader knowing(Set<String> names) {
    return new EnglishCaptions(MentionParser.english().knowing(names), _ -> true);
  }

  /** Counts what has one of these names, or one that may be true of the same thing. */
  static CaptionReader only(Set<String> names) {
    MentionParser parser = MentionParser.english().knowing(names);
    return new EnglishCaptions(
        parser, thing -> names.stream().anyMatch(name -> parser.agree(thing, name)));
  }

  @Override
  public Statement read(String caption) {
    Mentions mentions = parser.mentions(caption);
    var things = new ArrayList<Statement.Thing>();
    Map<Integer, Integer> firsts = new HashMap<>();
    for (int i = 0; i < mentions.things().size(); i++) {
      Mentions.Thing thing = mentions.things().get(i);
      if (counts.test(thing.name())) {
        firsts.put(i, things.size());
        for (int one = 0; one < Math.max(1, thing.number()); one++) {
          things.add(new Statement.Thing(thing.name(), thing.colour()));
        }
      }
    }
    return new Statement(things, relations(mentions, firsts));
  }

  /**
   * The relations between things that count.
   *
   * @param firsts where the first of each thing that counts stands
   */
  private static List<Statement.Relation> relations(
      Mentions mentions, Map<Integer, Integer> firsts) {
    var relations = new ArrayList<Statement.Relation>();
    for (Mentions.Relation relation : mentions.relations()) {
      Integer subject = firsts.get(relation.subject());
      Integer object = firsts.get(relation.object());
      if (subject != null && object != null) {
        relations.add(new Statement.Relation(subject, relation.name(), object));
      }
    }
    return relations;
  }

  @Override
  public boolean agree(String name, String other) {
    return parser.agree(name, other);
  }
}
