package dev.jclip.grounding.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.Nulls;
import dev.jclip.error.DataException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was said as JSON: {@code {"kind":"instruction","steps":[{"verb":"pick","objects":[
 * {"category":"mug","quantity":{"choice":"the"}}]}]}}. Empty lists and absent values are left out;
 * a truth value that is absent is false.
 */
public final class UtteranceJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_EMPTY))
          .changeDefaultNullHandling(nulls -> nulls.withValueNulls(Nulls.AS_EMPTY, Nulls.FAIL))
          .enable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING)
          .enable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private UtteranceJson() {}

  /** One line of JSON. */
  public static String write(Utterance utterance) {
    return MAPPER.writeValueAsString(utterance);
  }

  /** The same as a tree, to be put into a larger one. */
  public static JsonNode tree(Utterance utterance) {
    return MAPPER.readTree(write(utterance));
  }

  /**
   * Reads JSON as {@link #write} writes it.
   *
   * @throws DataException if it is no such JSON; the message names the place in it
   */
  public static Utterance read(String json) {
    try {
      return MAPPER.readValue(json, Utterance.class);
    } catch (JacksonException e) {
      throw new DataException(
          "the instruction given as JSON cannot be read: " + e.getOriginalMessage() + place(e), e);
    }
  }

  private static String place(JacksonException e) {
    return e.getPath().isEmpty() ? "" : " (at " + e.getPathReference() + ")";
  }
}
