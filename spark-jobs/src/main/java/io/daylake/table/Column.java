package io.daylake.table;

/**
 * A column of a table of the lake: {@code type} is Glue's; {@code sourceType} the source's own, or
 * null.
 */
public record Column(String name, String type, String sourceType) {}
