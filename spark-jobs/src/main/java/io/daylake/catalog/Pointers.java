package io.daylake.catalog;

/**
 * The two switches of a publication: the day's partition first, then the table of the latest day.
 */
public record Pointers(Pointer partition, Pointer latest) {}
