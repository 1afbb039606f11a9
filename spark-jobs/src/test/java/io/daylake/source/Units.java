package io.daylake.source;

import io.daylake.support.World;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table whose rows hold units; whoever moves some from one to another keeps their sum. */
final class Units {
  private static final int EACH = 1000;

  private final World world;
  private final int rows;

  Units(World world, int rows) {
    this.world = world;
    this.rows = rows;
  }

  int rows() {
    return rows;
  }

  long sum() {
    return (long) rows * EACH;
  }

  void fill() {
    world.sql(
        "drop table if exists units",
        "create table units (id int primary key, held bigint not null)",
        IntStream.range(0, rows)
            .mapToObj(i -> "(" + i + ", " + EACH + ")")
            .collect(Collectors.joining(", ", "insert into units values ", "")));
  }

  ReadPlan plan(int readers) {
    List<KeyRange> ranges = new ArrayList<>();
    List<String> after = null;
    for (int i = 1; i < readers; i++) {
      List<String> upTo = List.of(Integer.toString(rows * i / readers));
      ranges.add(new KeyRange(after, upTo));
      after = upTo;
    }
    ranges.add(new KeyRange(after, null));
    return new ReadPlan(ranges);
  }

  Connection connect() {
    return new Database(world.secret).connect();
  }

  /** Reads each range in a view of its own, one opened after another. */
  long sumOfSeparateViews(Database database, int readers) throws SQLException {
    List<Connection> views = new ArrayList<>();
    long sum = 0;
    try {
      for (KeyRange range : plan(readers).ranges()) {
        Connection view = database.connect();
        views.add(view);
        try (Statement statement = view.createStatement()) {
          statement.execute("start transaction with consistent snapshot");
          String condition = range.condition(List.of("id"));
          sum += Long.parseLong(View.text(view, "select sum(held) from units where " + condition));
        }
      }
    } finally {
      for (Connection view : views) {
        view.close();
      }
    }
    return sum;
  }

  /** Moves units as fast as it can. */
  Writer write() {
    Random random = new Random(7);
    return new Writer(
        statement -> {
          int units = random.nextInt(100);
          statement.execute("start transaction");
          statement.execute(
              "update units set held = held - %d where id = %d"
                  .formatted(units, random.nextInt(rows)));
          statement.execute(
              "update units set held = held + %d where id = %d"
                  .formatted(units, random.nextInt(rows)));
          statement.execute("commit");
        });
  }

  /** Adds a column and drops it, again and again, with pauses. */
  Writer change() {
    return new Writer(
        statement -> {
          statement.execute("alter table units add column late int default 7");
          statement.execute("alter table units drop column late");
          Rendezvous.pause(300);
        });
  }

  private interface Work {
    void once(Statement statement) throws SQLException;
  }

  /** Works on a connection of its own until it is closed. */
  final class Writer implements AutoCloseable {
    private volatile boolean stopped;
    private final AtomicLong transfers = new AtomicLong();
    private final AtomicLong worstNanos = new AtomicLong();
    private volatile SQLException failed;
    private final Thread thread;

    private Writer(Work work) {
      thread = new Thread(() -> run(work), "writer");
      thread.start();
    }

    long transfers() {
      return transfers.get();
    }

    long worstStallMillis() {
      return worstNanos.get() / 1_000_000;
    }

    private void run(Work work) {
      try (Connection connection = connect();
          Statement statement = connection.createStatement()) {
        while (!stopped) {
          long start = System.nanoTime();
          work.once(statement);
          worstNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
          transfers.incrementAndGet();
        }
      } catch (SQLException e) {
        failed = e;
      }
    }

    @Override
    public void close() throws InterruptedException, SQLException {
      stopped = true;
      thread.join();
      if (failed != null) {
        throw failed;
      }
    }
  }

  /** Kills the connection that holds the lock, as soon as a reader's view is open. */
  Killer killTheLock() {
    return new Killer();
  }

  /** Waits for its moment until it is closed. */
  final class Killer implements AutoCloseable {
    private volatile boolean stopped;
    private final Thread thread = new Thread(this::kill, "killer");

    private Killer() {
      thread.start();
    }

    private void kill() {
      try (Connection connection = connect();
          Statement statement = connection.createStatement()) {
        String[] holder = null;
        while (!stopped && holder == null) {
          holder = holder(statement);
        }
        while (!stopped
            && !"1"
                .equals(
                    View.text(
                        connection,
                        "select is_used_lock('" + holder[1] + ".open.0') is not null"))) {
          Thread.onSpinWait();
        }
        if (!stopped) {
          statement.execute("kill " + holder[0]);
        }
      } catch (SQLException e) {
        // it was over before it could be killed
      }
    }

    @Override
    public void close() throws InterruptedException {
      stopped = true;
      thread.join();
    }
  }

  /** Its connection and the snapshot's name, as the server shows what it runs; null: not now. */
  private static String[] holder(Statement statement) throws SQLException {
    try (ResultSet found =
        statement.executeQuery(
            "select id, info from information_schema.processlist"
                + " where info like 'select is_used_lock(''daylake.%arrived.0%'")) {
      if (!found.next()) {
        return null;
      }
      String info = found.getString(2);
      int from = info.indexOf("'") + 1;
      return new String[] {found.getString(1), info.substring(from, info.indexOf(".arrived"))};
    }
  }
}
