package io.daylake.table;

/** A file as S3 lists it. */
public record ListedFile(String key, long size, String etag) {}
