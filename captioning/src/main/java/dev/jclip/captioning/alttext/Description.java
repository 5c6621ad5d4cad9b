package dev.jclip.captioning.alttext;

import com.adobe.internal.xmp.XMPException;
import com.adobe.internal.xmp.XMPMeta;
import com.adobe.internal.xmp.XMPMetaFactory;
import com.adobe.internal.xmp.options.ParseOptions;
import com.adobe.internal.xmp.options.SerializeOptions;
import com.adobe.internal.xmp.properties.XMPProperty;
import dev.jclip.digest.Sha256;
import java.util.Optional;

/**
 * A packet of XMP (ISO 16684-1), of which this reads and changes the alternative texts and leaves
 * everything else.
 *
 * <p>A text that was written by jclip is recognised by its digest, which is stored beside it under
 * {@code jclip:AltTextDigest} for each language. Once a person changes the text, the digest no
 * longer fits, and the text counts as that person's.
 */
final class Description {
  private static final String IPTC = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/";
  private static final String ALT_TEXT = "AltTextAccessibility";
  private static final String EXTENDED = "ExtDescrAccessibility";
  private static final String OURS = "https://jclip.dev/xmp/1.0/";
  private static final String WRITER = "AltTextWriter";
  private static final String DIGEST = "AltTextDigest";

  private final XMPMeta xmp;

  static {
    try {
      XMPMetaFactory.getSchemaRegistry().registerNamespace(IPTC, "Iptc4xmpCore");
      XMPMetaFactory.getSchemaRegistry().registerNamespace(OURS, "jclip");
    } catch (XMPException e) {
      throw new IllegalStateException(e);
    }
  }

  private Description(XMPMeta xmp) {
    this.xmp = xmp;
  }

  /** A packet without a property. */
  static Description empty() {
    return new Description(XMPMetaFactory.create());
  }

  /**
   * Reads a packet.
   *
   * @throws XMPException if it is damaged, or declares a document type
   */
  static Description of(byte[] packet) throws XMPException {
    return new Description(
        XMPMetaFactory.parseFromBuffer(packet, new ParseOptions().setDisallowDoctype(true)));
  }

  /**
   * The alternative text in a language, or in the default one if there is none in that language.
   */
  Optional<String> text(String language) throws XMPException {
    return localized(IPTC, ALT_TEXT, language);
  }

  /** The extended description, as {@link #text}. */
  Optional<String> extended(String language) throws XMPException {
    return localized(IPTC, EXTENDED, language);
  }

  private Optional<String> localized(String namespace, String property, String language)
      throws XMPException {
    XMPProperty found = xmp.getLocalizedText(namespace, property, genericPart(language), language);
    return Optional.ofNullable(found).map(XMPProperty::getValue).filter(text -> !text.isBlank());
  }

  private static String genericPart(String language) {
    int end = language.indexOf('-');
    return end < 0 ? language : language.substring(0, end);
  }

  /** Whether there are texts, and somebody else than jclip wrote or changed one of them. */
  boolean isPersons(String language) throws XMPException {
    Optional<String> text = text(language);
    Optional<String> extended = extended(language);
    if (text.isEmpty() && extended.isEmpty()) {
      return false;
    }
    String digest = digest(text.orElse(""), extended.orElse(""));
    return !localized(OURS, DIGEST, language).equals(Optional.of(digest));
  }

  /**
   * Sets both texts, who wrote them, and their digest. An old extended description goes if there is
   * no new one.
   */
  void set(AltText text) throws XMPException {
    setLocalized(IPTC, ALT_TEXT, text.language(), text.text());
    if (text.extended().isPresent()) {
      setLocalized(IPTC, EXTENDED, text.language(), text.extended().get());
    } else {
      xmp.deleteProperty(IPTC, EXTENDED);
    }
    xmp.setProperty(OURS, WRITER, text.writer());
    setLocalized(OURS, DIGEST, text.language(), digest(text.text(), text.extended().orElse("")));
  }

  private void setLocalized(String namespace, String property, String language, String value)
      throws XMPException {
    xmp.setLocalizedText(namespace, property, genericPart(language), language, value);
  }

  /** The packet in UTF-8, in its wrapper. */
  byte[] packet() throws XMPException {
    return XMPMetaFactory.serializeToBuffer(
        xmp, new SerializeOptions().setUseCompactFormat(true).setPadding(0));
  }

  private static String digest(String text, String extended) {
    return new Sha256().add(text).add(extended).hex();
  }
}
