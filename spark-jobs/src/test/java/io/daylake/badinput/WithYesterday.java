package io.daylake.badinput;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Yesterday is published once for all subclasses, and served whatever they did. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WithYesterday {
  private static final class Shared implements BeforeAllCallback {
    private Yesterday yesterday;

    @Override
    public void beforeAll(ExtensionContext context) {
      yesterday =
          context
              .getRoot()
              .getStore(Namespace.GLOBAL)
              .getOrComputeIfAbsent(Yesterday.class, key -> new Yesterday(), Yesterday.class);
    }
  }

  @RegisterExtension final Shared shared = new Shared();

  final Yesterday yesterday() {
    return shared.yesterday;
  }

  @AfterAll
  void yesterdayIsStillServed() {
    yesterday().repair();
    yesterday().isStillServed();
  }
}
