package dev.jclip.captioning.wording;

import dev.jclip.captioning.alttext.AltTextStyle;
import dev.jclip.captioning.claim.MentionParser;
import dev.jclip.captioning.claim.Mentions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes one description of several captions of an image: a sentence of each that says something
 * which those before it do not. For English; thread-safe.
 */
public final class LongDescription {
  private static final MentionParser PARSER = MentionParser.english();

  private LongDescription() {}

  /**
   * Joins captions.
   *
   * @param captions all true of the image, the best first; one or more
   */
  public static String of(List<String> captions) {
    var sentences = new ArrayList<String>();
    Set<String> said = new HashSet<>();
    for (String caption : captions) {
      Set<String> facts = facts(PARSER.mentions(caption));
      if (sentences.isEmpty() || !said.containsAll(facts)) {
        sentences.add(AltTextStyle.of(caption));
      }
      said.addAll(facts);
    }
    return String.join(" ", sentences);
  }

  /** Things by their names, their colours, and their relations. */
  private static Set<String> facts(Mentions mentions) {
    var facts = new HashSet<String>();
    for (Mentions.Thing thing : mentions.things()) {
      facts.add(thing.name());
      thing.colour().ifPresent(colour -> facts.add(colour + " " + thing.name()));
    }
    for (Mentions.Relation relation : mentions.relations()) {
      facts.add(
          String.join(
              " ",
              mentions.things().get(relation.subject()).name(),
              relation.name(),
              mentions.things().get(relation.object()).name()));
    }
    return facts;
  }
}
