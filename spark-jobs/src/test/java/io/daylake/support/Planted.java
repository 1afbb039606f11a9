package io.daylake.support;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A secret that must be nowhere, in every spelling in which a program might leave it.
 *
 * @param core a part of it that no escaping changes, and that is nowhere by chance
 */
public record Planted(String secret, String core) {
  private static final Charset BYTES = StandardCharsets.ISO_8859_1;

  public Planted {
    if (!secret.contains(core) || !core.matches("[A-Za-z0-9]{12,}")) {
      throw new IllegalArgumentException("the core is no part of the secret, or too plain");
    }
  }

  /** The spellings found. */
  public List<String> in(byte[] bytes) {
    String text = new String(bytes, BYTES);
    return spellings().entrySet().stream()
        .filter(spelling -> text.contains(spelling.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Each as the bytes that would be in a file, one character a byte. */
  public Map<String, String> spellings() {
    byte[] utf8 = secret.getBytes(StandardCharsets.UTF_8);
    String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    Map<String, String> spellings = new TreeMap<>();
    spellings.put("plain", new String(utf8, BYTES));
    spellings.put("its core", core);
    spellings.put(
        "its core in UTF-16", new String(core.getBytes(StandardCharsets.UTF_16LE), BYTES));
    spellings.put("its core reversed", new StringBuilder(core).reverse().toString());
    spellings.put("URL-encoded", encoded);
    spellings.put("URL-encoded with %20", encoded.replace("+", "%20"));
    spellings.put("as JSON", bytes(secret.replace("\\", "\\\\").replace("\"", "\\\"")));
    spellings.put("as SQL", bytes(secret.replace("\\", "\\\\").replace("'", "\\'")));
    spellings.put("as HTML", bytes(secret.replace("&", "&amp;").replace("<", "&lt;")));
    spellings.put("hexadecimal", HexFormat.of().formatHex(utf8));
    for (int before = 0; before < 3; before++) {
      spellings.put("base64 after " + before, base64(core, before));
    }
    return spellings;
  }

  /** The part of a longer text's base64 that stands for the whole of {@code text}. */
  private static String base64(String text, int before) {
    byte[] bytes = (" ".repeat(before) + text + "   ").getBytes(StandardCharsets.UTF_8);
    String encoded = Base64.getEncoder().encodeToString(bytes);
    int from = (before * 8 + 5) / 6;
    return encoded.substring(from, (before + text.length()) * 8 / 6);
  }

  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), BYTES);
  }

  @Override
  public String toString() {
    return "Planted[hidden]";
  }
}
