package dev.jclip.cli.command.ground;

import dev.jclip.grounding.command.Instruction;
import dev.jclip.grounding.command.Understanding;
import dev.jclip.grounding.command.Understanding.NotUnderstood;
import dev.jclip.grounding.command.Understanding.Part;
import dev.jclip.grounding.command.Understanding.Understood;
import dev.jclip.grounding.command.Utterance;
import dev.jclip.grounding.command.UtteranceJson;
import dev.jclip.grounding.command.Wording;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A sentence, or a structure that was given in its place, and what became of it.
 *
 * @param words the sentence
 */
record Said(String words, Understanding understanding) {
  /** A structure that was given as it is. */
  static Said of(Utterance structure, String file, Wording wording) {
    String words =
        structure instanceof Instruction instruction ? wording.instruction(instruction) : file;
    return new Said(words, new Understood(structure, List.of(), List.of(), Optional.empty()));
  }

  /** The structure, where the sentence was understood. */
  Stream<Utterance> utterance() {
    return understanding instanceof Understood understood
        ? Stream.of(understood.utterance())
        : Stream.empty();
  }

  /** The members of a line of JSON that say how it was understood. */
  Map<String, Object> fields(Understood understood) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("command", words);
    fields.put("understood", UtteranceJson.tree(understood.utterance()));
    if (!understood.alternatives().isEmpty()) {
      fields.put(
          "alternatives", understood.alternatives().stream().map(UtteranceJson::tree).toList());
    }
    if (!understood.assumed().isEmpty()) {
      fields.put("assumed", understood.assumed().stream().map(Part::text).toList());
    }
    return fields;
  }

  /** The members of a line of JSON that say why it was not understood. */
  Map<String, Object> fields(NotUnderstood refused, Wording wording) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("command", words);
    fields.put("error", message(refused, wording));
    fields.put("reason", refused.reason().toString());
    fields.put("part", refused.part());
    refused.rest().ifPresent(rest -> fields.put("rest", UtteranceJson.tree(rest)));
    return fields;
  }

  /** Which part was not understood, and what the rest would mean. */
  String message(NotUnderstood refused, Wording wording) {
    String rest =
        refused.rest().orElse(null) instanceof Instruction instruction
            ? " Without that it would be: " + wording.instruction(instruction) + "."
            : "";
    return "\"%s\": %s%s".formatted(words, refused.message(), rest);
  }
}
