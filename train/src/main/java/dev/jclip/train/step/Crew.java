package dev.jclip.train.step;

import dev.jclip.model.clip.ClipModel;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.start.Engine;
import dev.jclip.train.model.GradientReplica;
import dev.jclip.train.model.TrainableModel;
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
 * Threads that take the parts of a batch through the towers side by side, each with its share of
 * the engine's threads. The operations of small models are too short for several threads; whole
 * parts are not. Which thread has which part is fixed, and so are the sums of their gradients. For
 * one caller at a time.
 */
final class Crew implements AutoCloseable {
  private final StepOptions options;
  private final List<Member> members;

  private record Member(ExecutorService thread, GradientReplica replica) {}

  Crew(TrainableModel model, StepOptions options) {
    this.options = options;
    int count = options.workers();
    int all = Engine.threads();
    members =
        model.replicas(count).stream()
            .map(
                replica ->
                    new Member(
                        Executors.newSingleThreadExecutor(
                            Thread.ofPlatform().daemon().name("step").factory()),
                        replica))
            .toList();
    for (Member member : members) {
      CompletableFuture.runAsync(() -> Engine.threads(Math.max(1, all / count)), member.thread())
          .join();
    }
    Engine.threads(all);
  }

  /** The way of a part through a tower, to features [part, E]. */
  interface Part extends Function<ClipModel, Tensor> {}

  /** Takes parts to their features; they must go back, or be given up, before the next ones. */
  UnderWay encode(List<Part> parts) {
    return new UnderWay(parts);
  }

  /** Parts whose features are known, and what the way back needs. */
  final class UnderWay implements AutoCloseable {
    private final List<CompletableFuture<List<Tensor>>> features = new ArrayList<>();
    private final List<CompletableFuture<List<Tensor>>> slopes = new ArrayList<>();
    private final List<CompletableFuture<Void>> ends = new ArrayList<>();

    private UnderWay(List<Part> parts) {
      for (int i = 0; i < members.size(); i++) {
        Member member = members.get(i);
        List<Part> own = dealt(parts, i);
        var there = new CompletableFuture<List<Tensor>>();
        var back = new CompletableFuture<List<Tensor>>();
        features.add(there);
        slopes.add(back);
        ends.add(
            CompletableFuture.runAsync(
                () -> thereAndBack(member.replica(), own, there, back), member.thread()));
      }
    }

    private void thereAndBack(
        GradientReplica replica,
        List<Part> parts,
        CompletableFuture<List<Tensor>> there,
        CompletableFuture<List<Tensor>> back) {
      try (TensorScope _ = TensorScope.open()) {
        ClipModel model = replica.forStep(options.precision());
        List<Encoding> encodings =
            parts.stream().map(part -> encoding(() -> part.apply(model))).toList();
        there.complete(encodings.stream().map(Encoding::features).toList());
        List<Tensor> slopes = back.join();
        for (int i = 0; i < slopes.size(); i++) {
          encodings.get(i).backward(slopes.get(i));
        }
      } catch (RuntimeException | Error e) {
        there.completeExceptionally(e);
        throw e;
      }
    }

    /** Of each part, in the order in which the parts were given; as long as this is open. */
    List<Tensor> features() {
      List<List<Tensor>> byMember = features.stream().map(Crew::result).toList();
      int count = byMember.stream().mapToInt(List::size).sum();
      return IntStream.range(0, count)
          .mapToObj(i -> byMember.get(i % members.size()).get(i / members.size()))
          .toList();
    }

    /** Adds to the model's gradients what features with these slopes make of them. */
    void backward(List<Tensor> partSlopes) {
      for (int i = 0; i < members.size(); i++) {
        slopes.get(i).complete(dealt(partSlopes, i));
      }
      ends.forEach(Crew::result);
      members.forEach(member -> member.replica().handOver());
    }

    /** Waits for the threads; what has not gone back is given up. */
    @Override
    public void close() {
      slopes.forEach(back -> back.complete(List.of()));
      ends.forEach(end -> end.exceptionally(_ -> null).join());
    }
  }

  private <T> List<T> dealt(List<T> all, int member) {
    return IntStream.iterate(member, i -> i < all.size(), i -> i + members.size())
        .mapToObj(all::get)
        .toList();
  }

  private Encoding encoding(Supplier<Tensor> tower) {
    return switch (options.activations()) {
      case KEPT -> Encoding.kept(tower);
      case RECOMPUTED -> Encoding.recomputed(tower);
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
    for (Member member : members) {
      member.thread().close();
      member.replica().close();
    }
  }
}
