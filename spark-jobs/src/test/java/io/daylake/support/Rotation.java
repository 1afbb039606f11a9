package io.daylake.support;

import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Changes the password of a world's user at the server and in its secret, in every order met. */
public final class Rotation {
  /** One user, or two who take turns; what is later is seconds later. */
  public enum Manner {
    AT_ONCE,
    /** As Secrets Manager does it: the next version is there first, its stage moves last. */
    SERVER_THEN_STAGE,
    /** By hand: nothing tells the new password until the secret has it. */
    SERVER_THEN_SECRET,
    SECRET_THEN_SERVER,
    /** Twice, as in an emergency: the first user's password is dead, the second's is current. */
    TWO_USERS_TWICE
  }

  private static final int LATER_SECONDS = 2;

  private final World world;
  private ScheduledFuture<?> coming;
  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();

  public Rotation(World world) {
    this.world = world;
  }

  public void rotate(Manner manner) {
    Map<String, Object> next = as(world.name, "rotated-" + world.name);
    switch (manner) {
      case AT_ONCE -> {
        serverTakes(next);
        world.changeSecret(world.secret, next);
      }
      case SERVER_THEN_STAGE -> {
        pending(next);
        serverTakes(next);
        later(() -> world.changeSecret(world.secret, next));
      }
      case SERVER_THEN_SECRET -> {
        serverTakes(next);
        later(() -> world.changeSecret(world.secret, next));
      }
      case SECRET_THEN_SERVER -> {
        world.changeSecret(world.secret, next);
        later(() -> serverTakes(next));
      }
      case TWO_USERS_TWICE -> {
        String other = world.name + "_clone";
        makeUser(other, "first-" + world.name);
        world.changeSecret(world.secret, as(other, "first-" + world.name));
        pending(next);
        serverTakes(next);
        later(() -> world.changeSecret(world.secret, next));
      }
    }
  }

  /** What was to come later comes no more. */
  public void end() {
    if (coming != null) {
      coming.cancel(false);
    }
    later.shutdown();
    world.sqlAsAdmin("drop user if exists '" + world.name + "_clone'@'%'");
  }

  public Map<String, Object> as(String user, String password) {
    Map<String, Object> json = world.secretJson();
    json.put("username", user);
    json.put("password", password);
    return json;
  }

  /** The version that is to be the current one. */
  public void pending(Map<String, Object> json) {
    String text = World.text(json);
    world.secrets.putSecretValue(
        put -> put.secretId(world.secret).secretString(text).versionStages("AWSPENDING"));
  }

  public void makeUser(String user, String password) {
    world.sqlAsAdmin(
        "create user '%s'@'%%' identified by '%s'".formatted(user, password),
        "grant all on %s.* to '%s'@'%%'".formatted(world.name, user));
  }

  public void serverTakes(Map<String, Object> json) {
    world.sqlAsAdmin(
        "alter user '%s'@'%%' identified by '%s'"
            .formatted(json.get("username"), json.get("password")));
  }

  public void later(Runnable change) {
    coming = later.schedule(change, LATER_SECONDS, TimeUnit.SECONDS);
  }
}
