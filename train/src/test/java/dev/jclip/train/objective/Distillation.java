package dev.jclip.train.objective;

import dev.jclip.config.ClipConfig;
import dev.jclip.data.pipeline.DataPosition;
import dev.jclip.data.pipeline.TrainingBatch;
import dev.jclip.model.clip.ClipModel;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import dev.jclip.train.image.ImageBatch;
import dev.jclip.train.image.Normalization;
import dev.jclip.train.image.PixelBatch;
import dev.jclip.train.model.ModelFiles;
import dev.jclip.train.model.TensorRoles;
import dev.jclip.train.model.TrainableWeights;
import dev.jclip.train.step.Crew;
import dev.jclip.train.step.StepOptions;
import dev.jclip.train.watch.Figure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * An objective beside the contrastive one: an image tower learns the embeddings of another model.
 * Its loss is a sum over images, so its parts go there and back one by one. Owns both models.
 */
final class Distillation implements Objective<Distillation.Images> {
  static final Figure COSINE =
      Figure.named("teacherCosine").withChart("features/teacher_cosine").withLabel("cosine");

  private final TrainableWeights student;
  private final Weights teacherWeights;
  private final ClipModel teacher;
  private final ModelFiles files;
  private final StepOptions options;
  private final Normalization normalization;
  private final Crew<ClipModel> crew;

  /** Images without captions. */
  record Images(ImageBatch pixels, DataPosition next) implements Batch {
    @Override
    public int size() {
      return pixels.size();
    }
  }

  Distillation(ModelFiles files, Weights student, Weights teacher, StepOptions options) {
    ClipConfig config = files.config();
    this.files = files;
    this.options = options;
    this.student =
        new TrainableWeights(
            student,
            ClipModel.parameterSpecs(config),
            new TensorRoles(
                name -> !name.startsWith("visual."), name -> name.contains("ln_"), _ -> false));
    teacherWeights = teacher;
    this.teacher = new ClipModel(config, teacher);
    normalization = new Normalization(files.preprocessing());
    crew = new Crew<>(this.student, parameters -> new ClipModel(config, parameters), options);
  }

  Images read(TrainingBatch batch) {
    return new Images(new PixelBatch(batch.pixels(), normalization), batch.next());
  }

  @Override
  public TrainableWeights weights() {
    return student;
  }

  @Override
  public StepResult backward(Images batch, long step) {
    var parts = new ArrayList<Crew.Part<ClipModel>>();
    for (int from = 0; from < batch.size(); from += options.partSize()) {
      int first = from;
      int count = Math.min(options.partSize(), batch.size() - from);
      parts.add(model -> distance(model, batch.pixels().part(first, count), batch.size()));
    }
    double loss = crew.backward(parts).stream().mapToDouble(share -> share).sum();
    var figures = new LinkedHashMap<Figure, Number>();
    figures.put(COSINE, 1 - loss);
    return new StepResult(loss, figures);
  }

  /** What some images add to the mean of 1 - cosine over a batch. */
  private Tensor distance(ClipModel model, Tensor pixels, int batchSize) {
    Tensor own =
        options
            .precision()
            .widened(model.vision().forward(options.precision().of(pixels))); // [part, E]
    Tensor taught = teacher.vision().forward(pixels); // [part, E], whose weights have no gradients
    Tensor cosines = unit(own).mul(unit(taught)).sum();
    return cosines.neg().add(new Scalar((double) pixels.size(0))).div(new Scalar(batchSize));
  }

  private static Tensor unit(Tensor features) {
    return features.div(features.norm(new ScalarOptional(new Scalar(2.0)), new long[] {1}, true));
  }

  @Override
  public SequencedMap<Figure, Number> figures() {
    try (TensorScope _ = TensorScope.inference()) {
      var figures = new LinkedHashMap<Figure, Number>();
      Tensor projection = student.trained().get("visual.proj");
      figures.put(
          Figure.named("projectionNorm"),
          projection == null ? 0 : projection.norm().item().toDouble());
      return figures;
    }
  }

  @Override
  public void writeCheckpoint(Path folder) {
    files.write(folder, student.all());
  }

  @Override
  public void writeModel(Path folder, Weights weights) {
    files.writeForAll(folder, weights);
  }

  List<String> trainedNames() {
    return List.copyOf(student.trained().keySet());
  }

  @Override
  public void close() {
    crew.close();
    normalization.close();
    teacherWeights.close();
    student.close();
  }
}
