package dev.jclip.train.step;

import dev.jclip.nn.Parameters;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.start.Engine;
import dev.jclip.train.model.GradientReplica;
import dev.jclip.train.model.Replicas;
import dev.jclip.train.model.TrainableWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Threads that take the parts of a batch through a model side by side, each with its share of the
 * engine's threads. The operations of small models are too short for several threads; whole parts
 * are not. Which thread has which part is fixed, and so are the sums of their gradients. For one
 * caller at a time.
 *
 * <p>A loss that is a sum over examples goes {@link #backward there and back} part by part. One
 * that takes all examples together, as a contrastive loss does, has all parts {@linkplain #encode
 * encoded} first, and then gives the gradient with respect to each part's rows.
 *
 * @param <M> the model as a step computes with it, built of each replica's {@link Parameters}
 */
public final class Crew<M> implements AutoCloseable {
  private final StepOptions options;
  private final Replicas replicas;
  private final List<Member<M>> members;

  private record Member<M>(
      ExecutorService thread, GradientReplica replica, Supplier<M> modelOfStep) {}

  /**
   * Prepares threads.
   *
   * @param build makes the model of tensors, on which it computes nothing yet
   */
  public Crew(TrainableWeights weights, Function<Parameters, M> build, StepOptions options) {
    this.options = options;
    int count = options.workers();
    int all = Engine.threads();
    replicas = new Replicas(weights, count, options.precision());
    members = replicas.all().stream().map(replica -> member(replica, build)).toList();
    for (Member<M> member : members) {
      CompletableFuture.runAsync(() -> Engine.threads(Math.max(1, all / count)), member.thread())
          .join();
    }
    Engine.threads(all);
  }

  private Member<M> member(GradientReplica replica, Function<Parameters, M> build) {
    ExecutorService thread =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("step").factory());
    if (options.precision().rounds()) {
      return new Member<>(thread, replica, () -> build.apply(replica.parameters()));
    }
    M sameInAllSteps = build.apply(replica.parameters());
    return new Member<>(thread, replica, () -> sameInAllSteps);
  }

  /**
   * The way of a part through the model, to rows [part, C]: one for each example, in whose columns
   * stands all that the loss takes of it, such as an embedding; or, where the loss is a sum over
   * examples, to this part's share of it, which has no dimensions.
   *
   * @param <M> the model
   */
  public interface Part<M> extends Function<M, Tensor> {}

  /** Takes parts to their rows; they must go back, or be given up, before the next ones. */
  public UnderWay encode(List<? extends Part<M>> parts) {
    return new UnderWay(parts);
  }

  /**
   * Adds the gradients of a sum of losses to the model's. A part's intermediate tensors are freed
   * before the next one is computed.
   *
   * @param losses each the share of a part, which depends on no other part
   * @return the shares, in the order in which the parts were given
   */
  public List<Double> backward(List<? extends Part<M>> losses) {
    List<CompletableFuture<List<Double>>> shares =
        IntStream.range(0, members.size())
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> shares(members.get(i), dealt(losses, i)), members.get(i).thread()))
            .toList();
    shares.forEach(share -> share.exceptionally(_ -> List.of()).join());
    List<List<Double>> byMember = shares.stream().map(Crew::result).toList();
    members.forEach(member -> member.replica().handOver());
    return collected(byMember);
  }

  private static <M> List<Double> shares(Member<M> member, List<? extends Part<M>> losses) {
    try (TensorScope _ = TensorScope.open()) {
      M model = member.modelOfStep().get();
      return losses.stream().map(loss -> share(loss, model)).toList();
    }
  }

  private static <M> double share(Part<M> part, M model) {
    try (TensorScope _ = TensorScope.open()) {
      Tensor loss = part.apply(model);
      loss.backward();
      return loss.item().toDouble();
    }
  }

  /** Parts whose rows are known, and what the way back needs. */
  public final class UnderWay implements AutoCloseable {
    private final List<CompletableFuture<List<Tensor>>> rows = new ArrayList<>();
    private final List<CompletableFuture<List<Tensor>>> gradients = new ArrayList<>();
    private final List<CompletableFuture<Void>> ends = new ArrayList<>();

    private UnderWay(List<? extends Part<M>> parts) {
      for (int i = 0; i < members.size(); i++) {
        Member<M> member = members.get(i);
        List<? extends Part<M>> own = dealt(parts, i);
        var there = new CompletableFuture<List<Tensor>>();
        var back = new CompletableFuture<List<Tensor>>();
        rows.add(there);
        gradients.add(back);
        ends.add(
            CompletableFuture.runAsync(
                () -> thereAndBack(member, own, there, back), member.thread()));
      }
    }

    private void thereAndBack(
        Member<M> member,
        List<? extends Part<M>> parts,
        CompletableFuture<List<Tensor>> there,
        CompletableFuture<List<Tensor>> back) {
      try (TensorScope _ = TensorScope.open()) {
        M model = member.modelOfStep().get();
        List<Encoding> encodings =
            parts.stream().map(part -> encoding(() -> part.apply(model))).toList();
        there.complete(encodings.stream().map(Encoding::rows).toList());
        List<Tensor> gradients = back.join();
        for (int i = 0; i < gradients.size(); i++) {
          encodings.get(i).backward(gradients.get(i));
        }
      } catch (RuntimeException | Error e) {
        there.completeExceptionally(e);
        throw e;
      }
    }

    /** Of each part, in the order in which the parts were given; as long as this is open. */
    public List<Tensor> rows() {
      return collected(rows.stream().map(Crew::result).toList());
    }

    /** Adds to the model's gradients what rows with these gradients make of them. */
    public void backward(List<Tensor> partGradients) {
      for (int i = 0; i < members.size(); i++) {
        gradients.get(i).complete(dealt(partGradients, i));
      }
      ends.forEach(Crew::result);
      members.forEach(member -> member.replica().handOver());
    }

    /** Waits for the threads; what has not gone back is given up. */
    @Override
    public void close() {
      gradients.forEach(back -> back.complete(List.of()));
      ends.forEach(end -> end.exceptionally(_ -> null).join());
    }
  }

  private <T> List<T> dealt(List<T> all, int member) {
    return IntStream.iterate(member, i -> i < all.size(), i -> i + members.size())
        .mapToObj(all::get)
        .toList();
  }

  /** What was dealt, in one order again. */
  private <T> List<T> collected(List<List<T>> byMember) {
    int count = byMember.stream().mapToInt(List::size).sum();
    return IntStream.range(0, count)
        .mapToObj(i -> byMember.get(i % members.size()).get(i / members.size()))
        .toList();
  }

  private Encoding encoding(Supplier<Tensor> part) {
    return switch (options.activations()) {
      case KEPT -> Encoding.kept(part);
      case RECOMPUTED -> Encoding.recomputed(part);
    };
  }

  private static <T> T result(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }

  @Override
  public void close() {
    members.forEach(member -> member.thread().close());
    replicas.close();
  }
}
