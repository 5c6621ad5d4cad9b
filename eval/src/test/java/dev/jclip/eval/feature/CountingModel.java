package dev.jclip.eval.feature;

import dev.jclip.error.ImageException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A model whose images and texts are digits, and which counts what it is asked for. */
final class CountingModel implements FeatureModel {
  final AtomicInteger decoded = new AtomicInteger();
  final AtomicInteger texts = new AtomicInteger();
  final List<Integer> batches = new ArrayList<>();
  private final String fingerprint;

  CountingModel(String fingerprint) {
    this.fingerprint = fingerprint;
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public int embedDim() {
    return 2;
  }

  @Override
  public float[] preprocess(byte[] file, String name) {
    decoded.incrementAndGet();
    String content = new String(file, StandardCharsets.UTF_8);
    if (content.equals("bad")) {
      throw new ImageException(name + ": expected a digit, found bad");
    }
    if (content.equals("fault")) {
      throw new IllegalStateException("a fault of the program");
    }
    return new float[] {Float.parseFloat(content)};
  }

  @Override
  public List<float[]> imageFeatures(List<float[]> preprocessed) {
    batches.add(preprocessed.size());
    return preprocessed.stream().map(pixels -> new float[] {pixels[0], 1 + pixels[0]}).toList();
  }

  @Override
  public List<float[]> textFeatures(List<String> inputs) {
    texts.addAndGet(inputs.size());
    return inputs.stream().map(text -> new float[] {text.length(), 1}).toList();
  }

  @Override
  public double logitScaleExp() {
    return 100;
  }

  @Override
  public double logitBias() {
    return 0;
  }
}
