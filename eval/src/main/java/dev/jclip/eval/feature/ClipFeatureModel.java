package dev.jclip.eval.feature;

import dev.jclip.Clip;
import java.util.List;

/** A loaded model as evaluations see it. */
record ClipFeatureModel(Clip clip) implements FeatureModel {
  @Override
  public String fingerprint() {
    return clip.fingerprint();
  }

  @Override
  public int embedDim() {
    return clip.embedDim();
  }

  @Override
  public float[] preprocess(byte[] file, String name) {
    return clip.preprocess(clip.decode(file, name));
  }

  @Override
  public List<float[]> imageFeatures(List<float[]> preprocessed) {
    return clip.pixelFeatures(preprocessed);
  }

  @Override
  public List<float[]> textFeatures(List<String> texts) {
    return clip.textFeatures(texts);
  }

  @Override
  public double logitScaleExp() {
    return clip.logit(1) - clip.logit(0);
  }

  @Override
  public double logitBias() {
    return clip.logitBias();
  }
}
