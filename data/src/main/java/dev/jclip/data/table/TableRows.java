package dev.jclip.data.table;

import java.util.Iterator;

/** Rows of a table, read as they are asked for. For one thread; close it. */
public interface TableRows extends Iterator<TableRow>, AutoCloseable {
  @Override
  void close();
}
