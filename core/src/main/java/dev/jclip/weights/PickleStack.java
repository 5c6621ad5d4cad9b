package dev.jclip.weights;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The operand stack of the unpickler, divided by marks that nothing pops across. */
final class PickleStack {
  private static final int ITEM_COST = 24;

  private final MappedFile file;
  private final HeapBudget budget;
  private final List<Object> items = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private int floor;

  PickleStack(MappedFile file, HeapBudget budget) {
    this.file = file;
    this.budget = budget;
  }

  void push(Object value) {
    budget.take(ITEM_COST);
    items.add(value);
  }

  Object pop() {
    requireItem();
    return items.removeLast();
  }

  Object top() {
    requireItem();
    return items.getLast();
  }

  void mark() {
    budget.take(ITEM_COST);
    marks.push(floor);
    floor = items.size();
  }

  /** Removes the topmost mark and everything above it, which is returned in order. */
  List<Object> popToMark() {
    if (marks.isEmpty()) {
      throw file.error("pickle: a mark is missing; the file is damaged");
    }
    List<Object> above = items.subList(floor, items.size());
    budget.take(48 + 8L * above.size());
    List<Object> popped = new ArrayList<>(above);
    above.clear();
    floor = marks.pop();
    return popped;
  }

  private void requireItem() {
    if (items.size() <= floor) {
      throw file.error("pickle: a value is missing; the file is damaged");
    }
  }
}
