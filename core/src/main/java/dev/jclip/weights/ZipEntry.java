package dev.jclip.weights;

/**
 * One file in a zip archive.
 *
 * @param flags the general purpose bits
 * @param method 0 for stored
 * @param compressedSize bytes in the archive
 * @param size bytes when unpacked
 * @param header where the entry begins in the archive
 * @param dataStart where its bytes begin in the archive
 */
record ZipEntry(
    String name,
    int flags,
    int method,
    long compressedSize,
    long size,
    long header,
    long dataStart) {}
