package io.daylake.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.netcrusher.core.reactor.NioReactor;
import org.netcrusher.tcp.TcpCrusher;
import org.netcrusher.tcp.TcpCrusherBuilder;

/**
 * Stands between the program and its database, knows statements by their text, and lets the
 * connection that says a certain one meet a fault.
 */
final class DatabaseProxy implements AutoCloseable {
  /** What the program says, and what happens then. */
  private record Trap(Edge.Statement edge, String fault, Runnable action, AtomicInteger seen) {}

  /** One connection. */
  private static final class Line {
    private volatile boolean armed;
    private volatile boolean silent;
    private int answered;
  }

  private static final long SLOW_NANOS = 30_000_000;

  private final NioReactor reactor;
  private final TcpCrusher crusher;
  private final int port;
  private final Map<InetSocketAddress, Line> lines = new ConcurrentHashMap<>();
  private final List<String> fired = new CopyOnWriteArrayList<>();
  private volatile CompletableFuture<Void> happening = CompletableFuture.completedFuture(null);
  private volatile Trap trap;
  private volatile boolean slow;

  DatabaseProxy(int behind) {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
      reactor = new NioReactor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    crusher =
        TcpCrusherBuilder.builder()
            .withReactor(reactor)
            .withBindAddress("127.0.0.1", port)
            .withConnectAddress("127.0.0.1", behind)
            .withBufferSize(1024)
            .withOutgoingTransformFilterFactory(client -> bytes -> said(client, bytes))
            .withIncomingTransformFilterFactory(client -> bytes -> answered(client, bytes))
            .withIncomingThrottlerFactory(client -> bytes -> slow ? SLOW_NANOS : 0)
            .buildAndOpen();
  }

  int port() {
    return port;
  }

  /** {@code action}: run as the fault happens. */
  void set(Edge.Statement edge, String fault, Runnable action) {
    trap = new Trap(edge, fault, action, new AtomicInteger());
  }

  List<String> fired() {
    return List.copyOf(fired);
  }

  /** As if nothing had ever been, once what happens has happened. */
  void restore() {
    trap = null;
    happening.join();
    fired.clear();
    slow = false;
    lines.clear();
    if (crusher.isOpen()) {
      crusher.closeAllPairs();
    } else {
      crusher.open();
    }
  }

  @Override
  public void close() {
    if (crusher.isOpen()) {
      crusher.close();
    }
    reactor.close();
  }

  private void said(InetSocketAddress client, ByteBuffer bytes) {
    Line line = lines.computeIfAbsent(client, any -> new Line());
    Trap now = trap;
    if (now != null && !line.armed && text(bytes).contains(now.edge().text())) {
      if (now.seen().getAndIncrement() == now.edge().skip()) {
        line.armed = true;
        if (now.edge().answered() == 0 && !now.fault().equals("cut-after")) {
          happens(now, client, line);
        }
      }
    }
    swallowIfSilent(line, bytes);
  }

  private void answered(InetSocketAddress client, ByteBuffer bytes) {
    Line line = lines.computeIfAbsent(client, any -> new Line());
    Trap now = trap;
    if (line.armed && now != null && !line.silent) {
      line.answered += bytes.remaining();
      boolean first = line.answered - bytes.remaining() <= now.edge().answered();
      if (line.answered > now.edge().answered() && first) {
        happens(now, client, line);
      }
    }
    swallowIfSilent(line, bytes);
  }

  /** Once: a trap that has sprung is none any more. */
  private void happens(Trap now, InetSocketAddress client, Line line) {
    if (!fired.isEmpty()) {
      return;
    }
    fired.add(now.fault() + " at '" + now.edge().text() + "' of " + client.getPort());
    line.silent = !List.of("slow", "midnight", Crowd.NAME).contains(now.fault());
    switch (now.fault()) {
      case "cut", "cut-after" -> inTheBackground(() -> crusher.closeClient(client));
      case "refuse" -> inTheBackground(crusher::close);
      case "slow" -> slow = true;
      case "stall" -> {}
      case "midnight", Crowd.NAME -> now.action().run();
      default -> inTheBackground(now.action());
    }
  }

  /** Not on the thread that moves the bytes: it would wait for itself. */
  private void inTheBackground(Runnable action) {
    happening = CompletableFuture.runAsync(action);
  }

  private static void swallowIfSilent(Line line, ByteBuffer bytes) {
    if (line.silent) {
      bytes.position(bytes.limit());
    }
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
  }
}
