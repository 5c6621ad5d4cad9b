package dev.jclip.search.lucene;

import dev.jclip.error.IndexException;
import dev.jclip.io.ComposedText;
import dev.jclip.search.IndexEntry;
import dev.jclip.search.IndexedPicture;
import dev.jclip.search.expression.Comparison;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** How an image is written as a document. */
final class PictureDocument {
  /** The vector; dot products, since norms are 1. */
  static final String VECTOR = "vector";

  /** What names a document: a term, and a value by document. */
  static final String ID = "id";

  static final String SOURCE = "source";
  static final String STAMP = "stamp";

  /** Words of the caption and of the file's name, with composed letters. */
  static final String TEXT = "text";

  /** Before the name of a metadata field: its value in small letters, as a term. */
  static final String TERM = "term:";

  /** Before the name of a metadata field: its value as a number, where it is one. */
  static final String NUMBER = "number:";

  /** The {@link IndexedPicture} as JSON. */
  static final String RECORD = "record";

  /** Longer values are shown, but no condition finds them. */
  private static final int LONGEST_TERM = 1000;

  private PictureDocument() {}

  static Document of(IndexEntry entry) {
    IndexedPicture picture = entry.picture();
    var document = new Document();
    document.add(
        new KnnFloatVectorField(VECTOR, entry.vector(), VectorSimilarityFunction.DOT_PRODUCT));
    document.add(new StringField(ID, picture.id(), Field.Store.NO));
    document.add(new BinaryDocValuesField(ID, new BytesRef(picture.id())));
    document.add(new BinaryDocValuesField(SOURCE, new BytesRef(picture.source())));
    document.add(new BinaryDocValuesField(STAMP, new BytesRef(picture.stamp())));
    document.add(
        new TextField(
            TEXT, ComposedText.of(picture.caption() + "\n" + words(picture.id())), Field.Store.NO));
    picture.metadata().forEach((name, value) -> addField(document, name, value));
    document.add(new StoredField(RECORD, JsonMapper.shared().writeValueAsString(picture)));
    return document;
  }

  private static void addField(Document document, String written, String value) {
    String name = ComposedText.of(written);
    if (value.length() <= LONGEST_TERM) {
      document.add(new StringField(TERM + name, Comparison.folded(value), Field.Store.NO));
    }
    Comparison.number(value)
        .ifPresent(number -> document.add(new DoublePoint(NUMBER + name, number)));
  }

  /** The last part of a name, with what usually parts words replaced by blanks. */
  private static String words(String id) {
    String name = id.substring(Math.max(id.lastIndexOf('/'), id.lastIndexOf('#')) + 1);
    int dot = name.lastIndexOf('.');
    return (dot > 0 ? name.substring(0, dot) : name).replaceAll("[_\\-.]+", " ");
  }

  static IndexedPicture picture(Document document) {
    try {
      return JsonMapper.shared().readValue(document.get(RECORD), IndexedPicture.class);
    } catch (JacksonException e) {
      throw new IndexException(
          "an image's record cannot be read: %s".formatted(e.getOriginalMessage()), e);
    }
  }
}
