package io.daylake;

import java.io.PrintWriter;

/** Runs `daylake ARGUMENTS --run warm-1` and again as warm-2 in one JVM: what a second ingest costs. */
public final class IngestTwice {
  public static void main(String[] arguments) {
    for (int read = 1; read <= 2; read++) {
      String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
      all[arguments.length] = "--run";
      all[arguments.length + 1] = "warm-" + read;
      int exit = Main.run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), all);
      if (exit != 0) {
        System.exit(exit);
      }
      System.out.println("LAP");
    }
    System.exit(0);
  }
}
