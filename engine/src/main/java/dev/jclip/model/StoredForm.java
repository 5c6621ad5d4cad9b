package dev.jclip.model;

import dev.jclip.weights.keys.KeyLayout;
import java.util.Map;

/**
 * How a model is written in one of its published layouts.
 *
 * @param configuration the JSON object that describes the architecture there
 * @param keys the names of the tensors there
 */
public record StoredForm(Map<String, Object> configuration, KeyLayout keys) {}
