package dev.jclip.grounding.track;

/**
 * One coordinate that changes with a nearly constant velocity: a Kalman filter over position and
 * velocity (R. E. Kalman, A New Approach to Linear Filtering and Prediction Problems, 1960). A step
 * is a frame.
 */
final class Motion {
  private double position;
  private double velocity;
  private double positionVariance;
  private double covariance;
  private double velocityVariance;

  /**
   * Starts at rest.
   *
   * @param deviation of the measured position
   * @param speed the standard deviation of the velocity
   */
  Motion(double measured, double deviation, double speed) {
    position = measured;
    positionVariance = deviation * deviation;
    velocityVariance = speed * speed;
  }

  double position() {
    return position;
  }

  double velocity() {
    return velocity;
  }

  /** Goes on by one frame, in which the velocity may change by about so much. */
  void predict(double acceleration) {
    double variance = acceleration * acceleration;
    position += velocity;
    positionVariance += 2 * covariance + velocityVariance + variance / 4;
    covariance += velocityVariance + variance / 2;
    velocityVariance += variance;
  }

  /** The variance of what would be measured now. */
  double variance(double deviation) {
    return positionVariance + deviation * deviation;
  }

  /** How unlikely a measurement is: the logarithm of its density. */
  double logDensity(double measured, double deviation) {
    double variance = variance(deviation);
    double difference = measured - position;
    return -0.5 * (difference * difference / variance + Math.log(2 * Math.PI * variance));
  }

  /** Takes a measurement in. */
  void correct(double measured, double deviation) {
    double variance = variance(deviation);
    double ofPosition = positionVariance / variance;
    double ofVelocity = covariance / variance;
    double difference = measured - position;
    position += ofPosition * difference;
    velocity += ofVelocity * difference;
    velocityVariance -= ofVelocity * covariance;
    covariance -= ofPosition * covariance;
    positionVariance -= ofPosition * positionVariance;
  }
}
