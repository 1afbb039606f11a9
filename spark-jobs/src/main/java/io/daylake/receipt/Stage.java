package io.daylake.receipt;

/** How long a part of a command took; {@code bytes} where it wrote some, else null. */
public record Stage(String name, double seconds, Long bytes) {}
