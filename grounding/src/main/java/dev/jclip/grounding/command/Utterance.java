package dev.jclip.grounding.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a person said to the robot. In JSON the key {@code kind} says which of the three it is. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Instruction.class, name = "instruction"),
  @JsonSubTypes.Type(value = Answer.class, name = "answer"),
  @JsonSubTypes.Type(value = Correction.class, name = "correction")
})
public sealed interface Utterance permits Instruction, Answer, Correction {}
