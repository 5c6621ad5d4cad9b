package dev.jclip.eval.feature;

import dev.jclip.embed.ImageTextModel;
import java.util.List;

/** A loaded model as evaluations see it. */
record LoadedModel(ImageTextModel model) implements FeatureModel {
  @Override
  public String fingerprint() {
    return model.fingerprint();
  }

  @Override
  public int embedDim() {
    return model.embedDim();
  }

  @Override
  public float[] preprocess(byte[] file, String name) {
    return model.preprocess(model.decode(file, name));
  }

  @Override
  public List<float[]> imageFeatures(List<float[]> preprocessed) {
    return model.pixelFeatures(preprocessed);
  }

  @Override
  public List<float[]> textFeatures(List<String> texts) {
    return model.textFeatures(texts);
  }

  @Override
  public double logitScaleExp() {
    return model.logit(1) - model.logit(0);
  }

  @Override
  public double logitBias() {
    return model.logitBias();
  }
}
