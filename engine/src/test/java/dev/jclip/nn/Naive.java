package dev.jclip.nn;

import dev.jclip.config.Activation;
import java.util.function.BiPredicate;

/** The layers written out by the formulas of their papers, in double precision, for one sample. */
final class Naive {
  private Naive() {}

  /** {@code x W^T + b}, W in rows of outputs from row {@code firstRow} on. */
  static double[][] linear(double[][] x, float[] weight, float[] bias, int firstRow, int out) {
    int in = x[0].length;
    double[][] y = new double[x.length][out];
    for (int n = 0; n < x.length; n++) {
      for (int o = 0; o < out; o++) {
        y[n][o] = bias[firstRow + o];
        for (int i = 0; i < in; i++) {
          y[n][o] += x[n][i] * weight[(firstRow + o) * in + i];
        }
      }
    }
    return y;
  }

  static double[][] layerNorm(double[][] x, float[] weight, float[] bias, double epsilon) {
    double[][] y = new double[x.length][];
    for (int n = 0; n < x.length; n++) {
      int width = x[n].length;
      double mean = 0;
      double variance = 0;
      for (double value : x[n]) {
        mean += value / width;
      }
      for (double value : x[n]) {
        variance += (value - mean) * (value - mean) / width;
      }
      y[n] = new double[width];
      for (int i = 0; i < width; i++) {
        y[n][i] = (x[n][i] - mean) / Math.sqrt(variance + epsilon) * weight[i] + bias[i];
      }
    }
    return y;
  }

  /** Attention head by head; {@code sees} says whether a query's index sees a key's. */
  static double[][] attention(
      double[][] q, double[][] k, double[][] v, int heads, BiPredicate<Integer, Integer> sees) {
    int width = q[0].length;
    int size = width / heads;
    double[][] out = new double[q.length][width];
    for (int head = 0; head < heads; head++) {
      for (int a = 0; a < q.length; a++) {
        double[] weights = new double[k.length];
        double sum = 0;
        for (int b = 0; b < k.length; b++) {
          double logit = 0;
          for (int d = head * size; d < (head + 1) * size; d++) {
            logit += q[a][d] * k[b][d] / Math.sqrt(size);
          }
          weights[b] = sees.test(a, b) ? Math.exp(logit) : 0;
          sum += weights[b];
        }
        for (int b = 0; b < k.length; b++) {
          for (int d = head * size; d < (head + 1) * size; d++) {
            out[a][d] += weights[b] / sum * v[b][d];
          }
        }
      }
    }
    return out;
  }

  static double activate(Activation activation, double x) {
    return switch (activation) {
      case QUICK_GELU -> x / (1 + Math.exp(-1.702 * x));
      case GELU -> x * normalCdf(x);
      case GELU_TANH ->
          x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    };
  }

  /** The integral of the normal density from far left, by Simpson's rule. */
  private static double normalCdf(double x) {
    int steps = 4000;
    double from = -12;
    double step = (Math.max(x, from) - from) / steps;
    double sum = 0;
    for (int i = 0; i <= steps; i++) {
      double t = from + i * step;
      double weight = i == 0 || i == steps ? 1 : i % 2 == 0 ? 2 : 4;
      sum += weight * Math.exp(-t * t / 2) / Math.sqrt(2 * Math.PI);
    }
    return sum * step / 3;
  }

  static double[][] plus(double[][] a, double[][] b) {
    double[][] sum = new double[a.length][a[0].length];
    for (int n = 0; n < a.length; n++) {
      for (int i = 0; i < a[n].length; i++) {
        sum[n][i] = a[n][i] + b[n][i];
      }
    }
    return sum;
  }

  static double[][] rows(float[] values, int width) {
    double[][] rows = new double[values.length / width][width];
    for (int i = 0; i < values.length; i++) {
      rows[i / width][i % width] = values[i];
    }
    return rows;
  }

  static float[] flat(double[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) rows[i / rows[0].length][i % rows[0].length];
    }
    return flat;
  }
}
