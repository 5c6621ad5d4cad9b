package dev.jclip.train.watch;

import dev.jclip.train.contrastive.ContrastiveFigures;
import dev.jclip.train.loss.FeatureStatistics;

/** Reports of steps for tests; what is not said is what a healthy run shows. */
record Reports(
    double loss,
    double gradientNorm,
    double logitScale,
    double learningRate,
    int batchSize,
    double samplesPerSecond,
    double dataWaitFraction,
    FeatureStatistics features,
    int duplicateCaptions) {
  static final Reports HEALTHY =
      new Reports(2, 1.5, 15, 1e-3, 64, 320, 0.02, new FeatureStatistics(0.6, 0.1, 0.4, 0.5), 0);

  StepReport at(long step) {
    return StepReport.of(step)
        .seen(step * batchSize, step / 100.0)
        .lost(loss, ContrastiveFigures.ofBatch(features, duplicateCaptions, batchSize))
        .changed(gradientNorm, learningRate)
        .weights(ContrastiveFigures.ofWeights(logitScale))
        .took(batchSize, samplesPerSecond, dataWaitFraction)
        .build();
  }

  Reports loss(double value) {
    return new Reports(
        value,
        gradientNorm,
        logitScale,
        learningRate,
        batchSize,
        samplesPerSecond,
        dataWaitFraction,
        features,
        duplicateCaptions);
  }

  Reports gradientNorm(double value) {
    return new Reports(
        loss,
        value,
        logitScale,
        learningRate,
        batchSize,
        samplesPerSecond,
        dataWaitFraction,
        features,
        duplicateCaptions);
  }

  Reports logitScale(double value) {
    return new Reports(
        loss,
        gradientNorm,
        value,
        learningRate,
        batchSize,
        samplesPerSecond,
        dataWaitFraction,
        features,
        duplicateCaptions);
  }

  Reports learningRate(double value) {
    return new Reports(
        loss,
        gradientNorm,
        logitScale,
        value,
        batchSize,
        samplesPerSecond,
        dataWaitFraction,
        features,
        duplicateCaptions);
  }

  Reports batchSize(int value) {
    return new Reports(
        loss,
        gradientNorm,
        logitScale,
        learningRate,
        value,
        samplesPerSecond,
        dataWaitFraction,
        features,
        duplicateCaptions);
  }

  Reports samplesPerSecond(double value) {
    return new Reports(
        loss,
        gradientNorm,
        logitScale,
        learningRate,
        batchSize,
        value,
        dataWaitFraction,
        features,
        duplicateCaptions);
  }

  Reports dataWaitFraction(double value) {
    return new Reports(
        loss,
        gradientNorm,
        logitScale,
        learningRate,
        batchSize,
        samplesPerSecond,
        value,
        features,
        duplicateCaptions);
  }

  Reports features(FeatureStatistics value) {
    return new Reports(
        loss,
        gradientNorm,
        logitScale,
        learningRate,
        batchSize,
        samplesPerSecond,
        dataWaitFraction,
        value,
        duplicateCaptions);
  }

  Reports duplicateCaptions(int value) {
    return new Reports(
        loss,
        gradientNorm,
        logitScale,
        learningRate,
        batchSize,
        samplesPerSecond,
        dataWaitFraction,
        features,
        value);
  }
}
