package dev.jclip.train.peer;

import dev.jclip.config.ClipConfig;
import dev.jclip.config.json.OpenClipJson;
import dev.jclip.data.augment.Augmentation;
import dev.jclip.data.augment.Range;
import dev.jclip.data.augment.TrainTransform;
import dev.jclip.data.pair.CaptionSpec;
import dev.jclip.data.pair.PairOptions;
import dev.jclip.data.pair.PairSource;
import dev.jclip.data.pair.PairSources;
import dev.jclip.data.pipeline.BatchPipeline;
import dev.jclip.data.pipeline.DataPosition;
import dev.jclip.data.pipeline.PipelineOptions;
import dev.jclip.data.pipeline.TrainingBatch;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.io.JsonFields;
import dev.jclip.model.Layout;
import dev.jclip.nn.Weights;
import dev.jclip.tokenizer.Tokenizer;
import dev.jclip.train.loss.ClipLoss;
import dev.jclip.train.model.InitialWeights;
import dev.jclip.train.model.ModelFiles;
import dev.jclip.train.start.ArchitectureFit;
import dev.jclip.train.vocabulary.Vocabulary;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Writes what open_clip needs to train with the very same beginning and the very same batches: a
 * folder {@code init} with first weights and a vocabulary, which {@code jclip train --pretrained}
 * takes, and a file {@code batches.bin}, each step [B, S, S, 3] uint8 and [B, L] int32.
 *
 * <p>Arguments: architecture JSON, training data, vocabulary size, batch size, steps, seed, output
 * folder; and for a mixture, captions, weights (1::0.5), and the least and the greatest of the
 * crop's scale and ratio (0.8,1.0,0.7,1.1).
 */
final class BatchDump {
  private BatchDump() {}

  public static void main(String[] args) throws IOException {
    PairOptions pairs = PairOptions.defaults();
    Augmentation augmentation = Augmentation.DEFAULT;
    if (args.length > 7) {
      pairs = pairs.withCaptions(CaptionSpec.parse(args[7])).withWeights(numbers(args[8], "::"));
      List<Double> crop = numbers(args[9], ",");
      augmentation =
          augmentation
              .withScale(new Range(crop.get(0), crop.get(1)))
              .withRatio(new Range(crop.get(2), crop.get(3)));
    }
    PairSource source = PairSources.open(args[1], pairs);
    int batchSize = Integer.parseInt(args[3]);
    int steps = Integer.parseInt(args[4]);
    long seed = Long.parseLong(args[5]);
    Path out = Path.of(args[6]);
    Vocabulary vocabulary = Vocabulary.learn(source, Integer.parseInt(args[2]), seed);
    ClipConfig config =
        ArchitectureFit.UNCHANGED.apply(
            OpenClipJson.read(JsonFields.read(Path.of(args[0]))), vocabulary.tokenizer());
    writeBeginning(config, vocabulary, seed, out.resolve("init"));
    var transform = new TrainTransform(config.vision().imageSize(), augmentation);
    PipelineOptions options = PipelineOptions.of(batchSize, transform, seed).withThreads(2, 4);
    try (var batches = BatchPipeline.open(source, options, DataPosition.START);
        var file =
            new DataOutputStream(
                new BufferedOutputStream(Files.newOutputStream(out.resolve("batches.bin"))))) {
      for (int step = 0; step < steps; step++) {
        TrainingBatch batch = batches.next();
        file.write(batch.pixels());
        file.write(ids(batch, vocabulary.tokenizer(), config.text().contextLength()));
      }
    }
  }

  private static List<Double> numbers(String text, String separator) {
    return Arrays.stream(text.split(separator)).map(Double::valueOf).toList();
  }

  private static void writeBeginning(
      ClipConfig config, Vocabulary vocabulary, long seed, Path folder) {
    PreprocessConfig preprocessing = PreprocessConfig.openAi(config.vision().imageSize());
    try (Weights weights = InitialWeights.draw(config, new ClipLoss(), seed)) {
      new ModelFiles(config, preprocessing, vocabulary, Layout.OPEN_CLIP)
          .writeForAll(folder, weights);
      Files.deleteIfExists(folder.resolve("model.safetensors"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] ids(TrainingBatch batch, Tokenizer tokenizer, int contextLength) {
    ByteBuffer ids =
        ByteBuffer.allocate(batch.captions().size() * contextLength * Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (String caption : batch.captions()) {
      for (int id : tokenizer.tokenize(caption, contextLength).padded(contextLength, 0)) {
        ids.putInt(id);
      }
    }
    return ids.array();
  }
}
